import { describe, expect, it } from 'vitest';
import { histories } from './histories.js';

describe('histories', () => {
  it('reads ranges and shares by the names of the options', () => {
    expect(histories('scale=0.6..1, same-size=0.5,quality=40..98,webp=0')).toEqual({
      scale: [0.6, 1],
      sameSize: 0.5,
      quality: [40, 98],
      webp: 0,
    });
  });

  it.each(['scale=0.6', 'same-size=0..1', 'quality=', 'colour=1', 'webp=much', 'scale=1..2..3'])(
    'refuses %s, saying what was expected',
    (text) => {
      expect(() => histories(text)).toThrow(/expected scale, quality, longest-side with a range/);
    },
  );
});
