import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import type { Tensor } from '../graph/index.js';
import { stateFromBytes } from '../runtime/index.js';
import { readCheckpoint } from './checkpoint.js';

/**
 * What a run of a network of Assay's own ended with, by name: weights, running averages, and what its optimiser kept.
 * Throws E_RUN_NOT_FOUND where the folder holds no checkpoint, E_CHECKPOINT_INVALID.
 */
export async function lastWeights(run: string): Promise<Record<string, Tensor>> {
  const checkpoint = await readCheckpoint(run);
  if (checkpoint) return stateFromBytes(checkpoint.learner).tensors;
  throw new AssayError(
    'E_RUN_NOT_FOUND',
    `${quoteName(run)} holds no checkpoint; expected the folder of a run that trained for an epoch at least.`,
  );
}
