import { formatEstimate } from '../format.js';
import type { HeaderFloorFigure } from '../types.js';

/** The floor of every accuracy in a line: what is reached on the same files without seeing a pixel. */
export function formatFloor({ accuracy: { value, low, high } }: Pick<HeaderFloorFigure, 'accuracy'>): string {
  return `Header-only floor: accuracy ${formatEstimate(value, low, high)}, without seeing a pixel.`;
}
