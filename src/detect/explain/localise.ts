import type { Rectangle } from '../../image/index.js';
import type { Explanation } from './explanation.js';

/** How well a map points at regions that are known to be changed. */
export interface Localisation {
  /** The highest value lies in one of the regions: a hit of the pointing game. */
  hit: boolean;
  /** Share of the map's cells that lie in them: what a map without knowledge would hit by chance. */
  chance: number;
  /**
   * Of pairs of one cell inside and one outside, the share in which the inner one is higher (ties count half); null
   * where either has no cell.
   */
  auc: number | null;
}

/**
 * Scores an explanation against changed regions in pixels of the picture: the pointing game of Zhang et al. (2016),
 * a hit being a highest cell whose centre lies at most `tolerance` pixels from a region, and the area under the ROC
 * curve of its cells.
 */
export function localise(
  { columns, rows, values, region }: Pick<Explanation, 'columns' | 'rows' | 'values' | 'region'>,
  regions: readonly Rectangle[],
  tolerance = 0,
): Localisation {
  const inside = values.map((_, i) => {
    const x = region.left + (((i % columns) + 0.5) / columns) * region.width;
    const y = region.top + ((Math.floor(i / columns) + 0.5) / rows) * region.height;
    return regions.some(
      ({ left, top, width, height }) =>
        x >= left - tolerance &&
        x <= left + width + tolerance &&
        y >= top - tolerance &&
        y <= top + height + tolerance,
    );
  });
  const highest = values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
  const inner = values.filter((_, i) => inside[i]);
  const outer = values.filter((_, i) => !inside[i]);
  return {
    hit: inside[highest] === true,
    chance: values.length > 0 ? inner.length / values.length : 0,
    auc: inner.length > 0 && outer.length > 0 ? areaUnderCurve(inner, outer) : null,
  };
}

function areaUnderCurve(inner: readonly number[], outer: readonly number[]): number {
  let wins = 0;
  for (const a of inner) for (const b of outer) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return wins / (inner.length * outer.length);
}
