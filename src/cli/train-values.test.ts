import { describe, expect, it } from 'vitest';
import { range } from './train-values.js';

describe('ranges', () => {
  it('are two numbers with two dots between', () => {
    expect(range('0.3..1')).toEqual([0.3, 1]);
    for (const text of ['', '0.3', '0.3..', '..1', 'a..b', '0.1..0.2..0.3']) {
      expect(() => range(text), text).toThrow(/0\.3\.\.1/);
    }
  });
});
