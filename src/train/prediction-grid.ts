import type { Label } from '../labels.js';
import type { HeldOutPrediction } from './result.js';

/** Pictures in a grid, as the recipe has it: 4 × 4. */
export const GRID = 16;

/** One cell of the grid: what was said of a held-out picture, and what it is. */
export interface GridPrediction {
  id: string;
  /** Its place in the validation list. */
  index: number;
  predicted: Label;
  actual: Label;
  /** Of fake. */
  probability: number;
}

/** The 16 held-out pictures that the recipe shows, from index `start` (250) on; of a shorter list its last 16. */
export function predictionGrid(predictions: readonly HeldOutPrediction[], start: number): GridPrediction[] {
  const first = Math.max(0, Math.min(start, predictions.length - GRID));
  return predictions.slice(first, first + GRID).map(({ id, label, probability }, i) => ({
    id,
    index: first + i,
    predicted: probability >= 0.5 ? 'fake' : 'real',
    actual: label,
    probability,
  }));
}
