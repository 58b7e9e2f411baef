import type { ScaleOptions } from '@observablehq/plot';

/** Options that both axes of every chart share. */
export const AXIS = { labelArrow: 'none', labelAnchor: 'center' } as const satisfies ScaleOptions;

/** Ticks for things that are counted from 1: the first, and round numbers up to the last. */
export function countTicks(count: number, most = 12): number[] {
  const step = [1, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000].find((s) => count / s <= most);
  const by = step ?? Math.ceil(count / most);
  const ticks = [1];
  for (let tick = by; tick <= count; tick += by) if (tick > 1) ticks.push(tick);
  return ticks;
}

/** A tick of an axis of shares: `60%`, with decimals only where it needs them. */
export function percentTick(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`;
}

/** The extent of the finite values widened to `least`, within 0..1: an axis for shares that differ little. */
export function shareDomain(values: readonly number[], least = 0.2): [number, number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  let low = Math.min(...finite);
  let high = Math.max(...finite);
  const pad = Math.max((high - low) * 0.06, (least - (high - low)) / 2);
  low = Math.max(0, Math.floor((low - pad) * 20) / 20);
  high = Math.min(1, Math.ceil((high + pad) * 20) / 20);
  return [low, high];
}
