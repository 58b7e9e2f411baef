import { stat } from 'node:fs/promises';
import { readDetectorFile } from '../detect/index.js';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import type { Tensor } from '../graph/index.js';
import { detectorWeights, isTrunkParameter } from '../model/index.js';
import { stateFromBytes } from '../runtime/index.js';
import { readCheckpoint } from './checkpoint.js';
import type { TrainConfig } from './config.js';

/** What a network starts with in place of drawn weights. */
export interface StartingWeights {
  tensors: Record<string, Tensor>;
  /** Those of the trunk that had trained; null where that is not known. */
  trained: readonly string[] | null;
}

/**
 * The weights and running averages, by name, that a run of a network that trains from pixels ended with, or those of a
 * detector's file: for the view `crop`, of a detector of two networks those of the one that judges squares. Throws
 * E_RUN_NOT_FOUND where the folder holds no checkpoint, E_CHECKPOINT_INVALID, E_FILE_NOT_FOUND, E_FILE_READ,
 * E_DETECTOR_INVALID.
 */
export async function lastWeights(from: string, view: TrainConfig['view']): Promise<StartingWeights> {
  const isFile = await stat(from).then(
    (about) => about.isFile(),
    () => /\.onnx$/i.test(from),
  );
  if (isFile) {
    const { bytes } = await readDetectorFile(from);
    return { tensors: detectorWeights(bytes, { squares: view === 'crop' }), trained: null };
  }
  const checkpoint = await readCheckpoint(from);
  if (checkpoint) {
    const { tensors } = stateFromBytes(checkpoint.learner);
    return { tensors, trained: weightNames(tensors).filter(isTrunkParameter) };
  }
  throw new AssayError(
    'E_RUN_NOT_FOUND',
    `${quoteName(from)} holds no checkpoint; expected the folder of a run that trained for an epoch at least, or a detector's .onnx file.`,
  );
}

/** The names of weights and running averages: what an optimiser keeps of a weight, and its average, are named NAME/…. */
export function weightNames(tensors: Readonly<Record<string, Tensor>>): string[] {
  const isOfAnother = (name: string): boolean =>
    Object.hasOwn(tensors, name.slice(0, Math.max(0, name.lastIndexOf('/'))));
  return Object.keys(tensors).filter((name) => !isOfAnother(name));
}
