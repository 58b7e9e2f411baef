import { expect, it } from 'vitest';
import {
  formatBytes,
  formatClock,
  formatCount,
  formatDuration,
  formatEstimate,
  formatNumber,
  formatPercent,
  formatRate,
} from './format.js';

it('writes shares as percent', () => {
  expect(formatPercent(0.5714)).toBe('57.1%');
  expect(formatPercent(0.5714, 0)).toBe('57%');
  expect(formatPercent(null)).toBe('–');
  expect(formatPercent(NaN)).toBe('–');
});

it('writes estimates with their interval', () => {
  expect(formatEstimate(0.571, 0.524, 0.617)).toBe('57.1% (52.4–61.7)');
  expect(formatEstimate(0.594, 0.561, 0.627, { percent: false })).toBe('0.594 (0.561–0.627)');
  expect(formatEstimate(0.01, -0.02, 0.04)).toBe('1.0% (-2.0 to 4.0)');
  expect(formatEstimate(0.571, null, undefined)).toBe('57.1%');
  expect(formatEstimate(null, 0, 1)).toBe('–');
});

it('writes counts, numbers and rates', () => {
  expect(formatCount(2914626)).toBe('2,914,626');
  expect(formatNumber(0.65432)).toBe('0.6543');
  expect(formatNumber(Infinity)).toBe('–');
  expect([1e-3, 1e-4, 2.5e-5, 0.1, 0, 1].map(formatRate)).toEqual([
    '0.001',
    '1e-4',
    '2.5e-5',
    '0.1',
    '0',
    '1',
  ]);
});

it('writes bytes and times', () => {
  expect([0, 1023, 1024, 11.12 * 2 ** 20, 3 * 2 ** 30].map(formatBytes)).toEqual([
    '0 B',
    '1023 B',
    '1.00 KiB',
    '11.12 MiB',
    '3.00 GiB',
  ]);
  expect([0.042, 0.9999, 3.21, 59.99, 245, 3753].map(formatDuration)).toEqual([
    '42 ms',
    '1.0 s',
    '3.2 s',
    '1:00',
    '4:05',
    '1:02:33',
  ]);
  expect(formatClock(7)).toBe('0:07');
});
