import { InvalidArgumentError } from 'commander';
import type { EqualiseOptions } from '../image/index.js';

const RANGES = { scale: 'scale', quality: 'quality', 'longest-side': 'longestSide' } as const;
const NUMBERS = {
  'same-size': 'sameSize',
  webp: 'webp',
  'full-chroma': 'fullChroma',
  shift: 'shift',
} as const;

/**
 * Reads how random histories are drawn, such as `scale=0.6..1,same-size=0.5,quality=40..98`. Throws
 * InvalidArgumentError; whether the figures are possible is checked where they are used.
 */
export function histories(text: string): EqualiseOptions {
  const options: EqualiseOptions = {};
  for (const part of text.split(',')) {
    const [key = '', value = ''] = part.split('=').map((side) => side.trim());
    const figures = value.split('..').map((figure) => (figure === '' ? NaN : Number(figure)));
    const [least, most] = figures as [number, number];
    if (figures.every(Number.isFinite) && figures.length === 2 && isKey(RANGES, key)) {
      options[RANGES[key]] = [least, most];
    } else if (Number.isFinite(least) && figures.length === 1 && isKey(NUMBERS, key)) {
      options[NUMBERS[key]] = least;
    } else {
      throw new InvalidArgumentError(
        `Found "${part}"; expected ${Object.keys(RANGES).join(', ')} with a range such as 0.5..1, or ` +
          `${Object.keys(NUMBERS).join(', ')} with a number.`,
      );
    }
  }
  return options;
}

function isKey<T extends object>(table: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(table, key);
}
