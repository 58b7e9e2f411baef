import type { Rectangle } from '../../image/index.js';
import type { Prediction } from '../detector.js';

/** What parts of a picture a detector reacts to: a grid of numbers over it. Plain JSON. */
export interface Explanation {
  /**
   * `occlusion`: each value is how much the log-odds of fake fall when that part is blurred away (above 0: the part
   * speaks for fake). `crops`: each value is the log-odds of fake that the detector gives the native pixels
   * around that part.
   */
  method: 'occlusion' | 'crops';
  columns: number;
  rows: number;
  /** Row by row from the top, `rows` × `columns`, in units of log-odds. */
  values: number[];
  /** What the grid covers, in pixels of the picture. */
  region: Rectangle;
  /** What the verdict looks at, in pixels of the picture. */
  seen: Rectangle;
  /** Of the picture as it is. */
  prediction: Prediction;
  /** How many pictures were judged to make the grid. */
  probes: number;
}

/** A part of the region that was tried, in shares of it, and what came of it. */
export interface Probe {
  left: number;
  top: number;
  right: number;
  bottom: number;
  value: number;
}

/** The mean of the probes that cover each cell's centre; of none, the nearest probe by its centre. */
export function toGrid(probes: readonly Probe[], columns: number, rows: number): number[] {
  return Array.from({ length: rows * columns }, (_, i) => {
    const x = ((i % columns) + 0.5) / columns;
    const y = (Math.floor(i / columns) + 0.5) / rows;
    const covering = probes.filter(
      ({ left, right, top, bottom }) => left <= x && x <= right && top <= y && y <= bottom,
    );
    if (covering.length > 0) return covering.reduce((sum, { value }) => sum + value, 0) / covering.length;
    return nearest(probes, x, y).value;
  });
}

function nearest(probes: readonly Probe[], x: number, y: number): Probe {
  const distance = ({ left, right, top, bottom }: Probe): number =>
    Math.hypot((left + right) / 2 - x, (top + bottom) / 2 - y);
  return probes.reduce((best, probe) => (distance(probe) < distance(best) ? probe : best));
}
