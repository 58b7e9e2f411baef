import type { Image } from '../../image/index.js';
import type { RandomState } from '../../random.js';
import { createWorkerPool } from '../../worker-pool.js';
import type { ViewTask } from './messages.js';
import type { ViewRecipe } from './view.js';

/** Worker threads that decode and augment. */
export interface ViewPool {
  /** How many calls keep every worker busy with one waiting. */
  readonly depth: number;
  /** A view of a file; without a generator state, the fixed one. Throws E_IMAGE_*, E_FILE_*. */
  view(sample: { id: string; file: string }, random: RandomState | null): Promise<Image>;
  close(): Promise<void>;
}

/**
 * Starts `workers` threads that make views by one recipe. A view depends on the file and the generator state
 * alone, so any number of workers makes the same ones.
 */
export function createViewPool(recipe: ViewRecipe, workers: number): ViewPool {
  const pool = createWorkerPool<ViewTask, Image>('train/pipeline/view-worker', workers);
  return {
    depth: 2 * workers,
    view: ({ id, file }, random) => pool.call({ file, name: id, recipe, random }),
    close: () => pool.close(),
  };
}
