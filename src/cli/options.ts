import { InvalidArgumentError, Option } from 'commander';

/** Parser for an option that is a finite number within [low, high]. */
export function number(low = -Infinity, high = Infinity): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || value < low || value > high) {
      throw new InvalidArgumentError(`Found "${text}"; expected a number ${rangeText(low, high)}.`);
    }
    return value;
  };
}

/** Parser for an option that is an integer within [low, high]. */
export function integer(low = -Infinity, high = Infinity): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < low || value > high) {
      throw new InvalidArgumentError(`Found "${text}"; expected a whole number ${rangeText(low, high)}.`);
    }
    return value;
  };
}

/** Parser for a comma-separated list of numbers; `length` fixes how many. */
export function numbers(length?: number): (text: string) => number[] {
  return (text) => {
    const values = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
    if (
      values.some((value) => !Number.isFinite(value)) ||
      (length !== undefined && values.length !== length)
    ) {
      const count = length === undefined ? 'numbers' : `${length} numbers`;
      throw new InvalidArgumentError(`Found "${text}"; expected ${count} separated by commas.`);
    }
    return values;
  };
}

/** The options that several commands share, worded once. */
export const shared = {
  seed: () =>
    new Option('--seed <n>', 'seed of every random draw').argParser(integer(0, 0xffffffff)).default(1),
  threads: () =>
    new Option('--threads <n>', 'threads of the engine (default: the number of cores)').argParser(
      integer(1, 256),
    ),
  json: () => new Option('--json', 'print the result as JSON'),
  quiet: () => new Option('-q, --quiet', 'print results only, no progress'),
};

function rangeText(low: number, high: number): string {
  if (low === -Infinity && high === Infinity) return '';
  if (high === Infinity) return `of ${low} or more`;
  if (low === -Infinity) return `of ${high} or less`;
  return `from ${low} to ${high}`;
}
