import type { ErrorCode } from '../../errors.js';
import type { Image } from '../../image/index.js';
import type { RandomState } from '../../random.js';
import type { ViewRecipe } from './view.js';

/** Asks a worker for one view; without a generator state, for the fixed one. */
export interface ViewRequest {
  call: number;
  file: string;
  name: string;
  recipe: ViewRecipe;
  random: RandomState | null;
}

/** A worker's answer to the request of the same number. */
export type ViewReply =
  { call: number; view: Image } | { call: number; error: { code: ErrorCode; message: string } };
