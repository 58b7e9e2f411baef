import type { Estimate } from '../../../evaluate/scored.js';

/** A share as percent with one decimal: "64.7 %". */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** An estimate's value and interval with three decimals: "0.625 (0.611–0.639)". */
export function withInterval({ value, low, high }: Estimate): string {
  const text = (x: number | null): string => (x === null ? '–' : x.toFixed(3));
  return `${text(value)} (${text(low)}–${text(high)})`;
}

/** "1 file", "2 files". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** At most `n` items spread evenly over a list, first and last among them. */
export function pick<T>(items: readonly T[], n: number): T[] {
  if (items.length <= n) return [...items];
  return Array.from({ length: n }, (_, k) => items[Math.round((k * (items.length - 1)) / (n - 1))]!);
}
