import type { Sample } from '../../dataset/sample.js';
import { mapInOrder } from '../../concurrency.js';
import { flipHorizontal, type Image } from '../../image/index.js';
import type { Random } from '../../random.js';
import { createViewPool, type ViewPool } from './pool.js';
import type { ViewRecipe } from './view.js';

/** Where training and judging get their views, in order, made ahead of need. */
export interface ViewSource {
  /** Random views of samples; each depends on the sample and `random` alone. */
  training(samples: readonly Sample[], random: Random): AsyncGenerator<Image, void, void>;
  /** The views that samples are judged by. */
  fixed(samples: readonly Sample[]): AsyncGenerator<Image, void, void>;
  close(): Promise<void>;
}

/**
 * Views made by worker threads, `ahead` of them before they are asked for. Where chance only mirrors (the whole
 * picture, not equalised), a picture is decoded once and its view kept, up to `keepBytes` in all; that changes
 * the time it takes and not one bit of the views.
 */
export function createViewSource(
  recipe: ViewRecipe,
  options: { workers: number; ahead: number; keepBytes?: number },
): ViewSource {
  const { workers, ahead, keepBytes = 1e9 } = options;
  const kept = new Map<string, Image>();
  const room = Math.floor(keepBytes / (3 * recipe.size * recipe.size));
  const mirrorsOnly = recipe.kind === 'squash' && !recipe.equalise;
  let pool: ViewPool | null = null;
  const make = (sample: Sample, random: Random | null): Promise<Image> => {
    pool ??= createViewPool(recipe, workers);
    return pool.view(sample, random?.state() ?? null);
  };
  const fixedView = async (sample: Sample): Promise<Image> => {
    const known = kept.get(sample.id);
    if (known) return known;
    const view = await make(sample, null);
    if (kept.size < room) kept.set(sample.id, view);
    return view;
  };
  return {
    training: (samples, random) =>
      mapInOrder(samples, ahead, async (sample) => {
        const own = random.fork(sample.id);
        if (!mirrorsOnly) return make(sample, own);
        const view = await fixedView(sample);
        return own.fork('flip').next() < recipe.flip ? flipHorizontal(view) : view;
      }),
    fixed: (samples) => mapInOrder(samples, ahead, fixedView),
    close: async () => {
      kept.clear();
      await pool?.close();
    },
  };
}
