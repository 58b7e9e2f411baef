import { InvalidArgumentError } from 'commander';
import type { TrainConfig } from '../train/config.js';
import { parseSchedule, type Schedule } from '../train/schedule.js';
import { integer } from './options.js';

/** Reads `source` or `source=VALUE`. Throws InvalidArgumentError. */
export function leaveOut(text: string): { by: string; value: string | null } {
  const at = text.indexOf('=');
  const by = (at < 0 ? text : text.slice(0, at)).trim();
  if (by === '') throw new InvalidArgumentError(`Found "${text}"; expected source, or source=VALUE.`);
  return { by, value: at < 0 ? null : text.slice(at + 1) };
}

/** A reader that takes `none` for an empty list. */
export function orNone(read: (text: string) => number[]): (text: string) => number[] {
  return (text) => (text === 'none' ? [] : read(text));
}

/** Reads whole numbers from 1, with commas between. Throws InvalidArgumentError. */
export function integers(text: string): number[] {
  return text.split(',').map(integer(1, 65536));
}

/** Reads a schedule as `parseSchedule` does. Throws InvalidArgumentError. */
export function schedule(text: string): Schedule {
  try {
    return parseSchedule(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** Reads `none`, `balanced` or `fake=1,real=2`. Throws InvalidArgumentError. */
export function classWeights(text: string): TrainConfig['classWeights'] {
  if (text === 'none' || text === 'balanced') return text;
  const pairs = Object.fromEntries(text.split(',').map((part) => part.split('=')));
  const fake = Number(pairs.fake);
  const real = Number(pairs.real);
  if (!(fake > 0 && real > 0)) {
    throw new InvalidArgumentError(
      `Found "${text}"; expected none, balanced, or weights such as fake=1,real=2.`,
    );
  }
  return { fake, real };
}

/** Reads a range such as `0.3..1`. Throws InvalidArgumentError; whether it is possible is checked where it is used. */
export function range(text: string): [number, number] {
  const [least, most, ...others] = text
    .split('..')
    .map((figure) => (figure.trim() === '' ? NaN : Number(figure)));
  if (Number.isFinite(least) && Number.isFinite(most) && others.length === 0) return [least!, most!];
  throw new InvalidArgumentError(`Found "${text}"; expected a range such as 0.3..1.`);
}
