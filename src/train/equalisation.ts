import type { EqualiseOptions } from '../image/index.js';
import { createRandom } from '../random.js';
import type { TrainConfig } from './config.js';
import type { Histories } from './features.js';

/** Random new histories in place of the pictures' own, in training and perhaps in validation. Plain JSON. */
export interface Equalisation {
  /** Different histories drawn of every training picture; null: a new one at every epoch (training from pixels). */
  views: number | null;
  /** Whether validation pictures get one too. */
  validation: boolean;
  /** Why: asked for, or the audit found that a picture's history tells its class. */
  because: 'asked' | 'audit';
  /** The distribution that histories are drawn from, where it is not the default. */
  options: EqualiseOptions;
}

/** What an audit says that bears on it. */
export interface HistoryLeak {
  isLeak: boolean;
  /** Longest sides of a common range, where the classes differ in size. */
  longestSide: readonly [number, number] | null;
}

/**
 * Whether and how pictures are equalised: as asked, else where the audit found a leak. Where the classes differ
 * in size, the factor gives way to a longest side from one range for both.
 */
export function resolveEqualisation(
  { equalise, equaliseViews, histories, equaliseValidation, fineTune, architecture }: TrainConfig,
  leak: HistoryLeak | null,
): Equalisation | null {
  if (equalise === false || (equalise === 'auto' && leak?.isLeak !== true)) return null;
  return {
    views: fineTune === null && architecture === null ? equaliseViews : null,
    validation: equaliseValidation,
    because: equalise === true ? 'asked' : 'audit',
    options: { ...histories, ...(leak?.longestSide ? { longestSide: leak.longestSide } : {}) },
  };
}

/** The histories of a config; the first of each picture is the one that `scoreDataset` judges it with. */
export function historiesOf(
  { seed }: Pick<TrainConfig, 'seed'>,
  { views, options }: Equalisation,
): Histories {
  return { random: createRandom(seed).fork('equalise'), count: views ?? 1, options };
}

/** In words, for reports and terminals. */
export function describeEqualisation({ views, validation, because, options }: Equalisation): string {
  const histories =
    views === null
      ? 'a random new history at every epoch'
      : views === 1
        ? 'one random new history each'
        : `${views} random new histories each, one drawn an epoch`;
  const size = options.longestSide
    ? `, with longest sides of ${options.longestSide.map(Math.round).join(' to ')} px for both classes`
    : '';
  return (
    `Training pictures of both classes were given ${histories} (JPEG grid shift, rescale, JPEG or WebP)${size}, ` +
    `${because === 'asked' ? 'as asked for' : 'because the audit found that their storage tells the class'}; ` +
    `validation pictures were taken ${validation ? 'equalised as well' : 'as they are'}.`
  );
}
