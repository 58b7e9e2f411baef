import { createHash } from 'node:crypto';
import {
  applyDegradation,
  decodeImage,
  equalise,
  readImageFile,
  type EqualiseOptions,
  type Image,
  type ImageLimits,
} from '../image/index.js';
import type { DetectorView } from '../model/index.js';
import { restoreRandom, type RandomState } from '../random.js';
import { plainError, type PlainError } from './predict-each.js';
import type { ScoringTier } from './scoring-tiers.js';
import { viewOf } from './view.js';

/** Asks for a picture in every state, as a detector looks at it. Can be sent to a worker. */
export interface StatesTask {
  id: string;
  file: string;
  tiers: readonly ScoringTier[];
  view: DetectorView;
  equalise: boolean | EqualiseOptions;
  limits: Partial<ImageLimits>;
  /** Of the generator that every picture's own is forked from. */
  random: RandomState;
}

/** A picture in every state, ready for the network. */
export interface PreparedStates {
  sha256: string;
  views: (Image | { error: PlainError })[];
}

/**
 * Reads and decodes a picture once and makes its states, each from the decoded pixels. What comes of it depends on
 * the file, its id and the generator alone. A state that cannot be made is an error of its own.
 * Throws E_FILE_*, E_IMAGE_*.
 */
export async function prepareStates(task: StatesTask): Promise<PreparedStates> {
  const { id, file, tiers, view, limits } = task;
  const random = restoreRandom(task.random);
  const bytes = await readImageFile(file, limits.maxBytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const decoded = await decodeImage(bytes, { ...limits, name: id });
  const history = task.equalise === true ? {} : task.equalise;
  const image = history ? await equalise(decoded, random.fork('equalise').fork(id), history) : decoded;
  const views: PreparedStates['views'] = [];
  for (const { name, degradation } of tiers) {
    try {
      views.push(viewOf({ view }, await applyDegradation(image, degradation, random.fork(name).fork(id))));
    } catch (error) {
      views.push({ error: plainError(error) });
    }
  }
  return { sha256, views };
}
