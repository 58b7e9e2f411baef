import { describe, expect, it } from 'vitest';
import { splitFromParts } from './fixed.js';

describe('splitFromParts', () => {
  it("reads the data set's own parts", () => {
    const samples = [
      { id: 'a', attributes: { part: 'train' } },
      { id: 'b', attributes: { part: 'test' } },
    ];
    expect(splitFromParts(samples)?.parts).toEqual({ a: 'train', b: 'test' });
    expect(splitFromParts([{ id: 'a' }])).toBeUndefined();
    expect(() => splitFromParts([...samples, { id: 'c' }])).toThrow(
      /1 of 3 samples name no part, such as "c"/,
    );
    expect(() => splitFromParts([{ id: 'a', attributes: { part: 'dev' } }])).toThrow(/"dev"/);
  });
});
