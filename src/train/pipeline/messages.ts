import type { RandomState } from '../../random.js';
import type { ViewRecipe } from './view.js';

/** Asks a worker for one view; without a generator state, for the fixed one. */
export interface ViewTask {
  file: string;
  name: string;
  recipe: ViewRecipe;
  random: RandomState | null;
}
