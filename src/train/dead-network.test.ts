import { expect, it } from 'vitest';
import { describeDeath } from './dead-network.js';

it('knows a network that says the same of every picture from one that does not', () => {
  expect(describeDeath([-0.12648, -0.126479, -0.12648])).toContain('log-odds -0.13');
  expect(describeDeath([-0.12648, -0.1263])).toBeNull();
  expect([describeDeath([]), describeDeath([1])]).toEqual([null, null]);
});
