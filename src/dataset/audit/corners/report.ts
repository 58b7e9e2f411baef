import type { MeasuredSample } from '../facts/gather.js';
import { makeCornerPicture } from '../thumbnails.js';
import type { CornerMark } from '../types.js';
import { CORNERS, type FoundMark } from './marks.js';
import { CORNER_CELLS } from './patterns.js';

/** Carriers averaged for a mark's picture, and named as examples. */
const AVERAGED = 200;
const SHOWN = 6;

/** Puts found marks into words and a picture. */
export function reportMarks(
  found: readonly FoundMark[],
  measured: readonly MeasuredSample[],
): Promise<CornerMark[]> {
  return Promise.all(
    found.map(async ({ corner, label, within, carriers, otherCarriers, auc }) => {
      const start = CORNERS.indexOf(corner) * CORNER_CELLS;
      const patches = carriers
        .slice(0, AVERAGED)
        .map((row) => measured[row]!.record.corners.subarray(start, start + CORNER_CELLS));
      return {
        corner,
        label,
        ...(within === undefined ? {} : { within }),
        carriers: carriers.length,
        otherCarriers: otherCarriers.length,
        sources: countSources(carriers, measured, label),
        auc,
        picture: await makeCornerPicture(patches),
        examples: carriers.slice(0, SHOWN).map((row) => measured[row]!.sample.id),
      };
    }),
  );
}

function countSources(
  carriers: readonly number[],
  measured: readonly MeasuredSample[],
  label: CornerMark['label'],
): CornerMark['sources'] {
  const counts = new Map<string, { carriers: number; count: number }>();
  for (const { sample } of measured) {
    if (sample.label !== label || sample.source === undefined) continue;
    const entry = counts.get(sample.source) ?? { carriers: 0, count: 0 };
    entry.count++;
    counts.set(sample.source, entry);
  }
  for (const row of carriers) {
    const { source } = measured[row]!.sample;
    if (source !== undefined) counts.get(source)!.carriers++;
  }
  return [...counts]
    .filter(([, entry]) => entry.carriers > 0)
    .map(([source, entry]) => ({ source, ...entry }))
    .sort((a, b) => b.carriers - a.carriers || (a.source < b.source ? -1 : 1));
}
