import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import { type Label, LABELS } from '../labels.js';
import type { Dataset, SkippedFile } from './sample.js';

/** Returns the data set if it holds a picture. Throws E_DATASET_EMPTY. */
export function requirePictures(dataset: Dataset, where: string): Dataset {
  if (dataset.samples.length > 0) return dataset;
  throw new AssayError(
    'E_DATASET_EMPTY',
    `No picture was found in ${where}${skippedNote(dataset.skipped)}. Put JPEG, PNG, WebP, AVIF, GIF or TIFF files there.`,
  );
}

/**
 * Returns the data set if it can be learnt from: pictures of both classes, at least two of each. `where` says
 * what was looked through, for the messages. Throws E_DATASET_EMPTY, E_DATASET_ONE_CLASS,
 * E_DATASET_TOO_SMALL, each with the counts and what was skipped.
 */
export function requireBothClasses(dataset: Dataset, where: string): Dataset {
  const counts = countLabels(dataset.samples);
  requirePictures(dataset, where);
  const found = `${where}: ${LABELS.map((label) => `${counts[label]} ${label}`).join(', ')}${skippedNote(dataset.skipped)}`;
  for (const label of LABELS) {
    if (counts[label] === 0) {
      throw new AssayError(
        'E_DATASET_ONE_CLASS',
        `No ${label} picture was found in ${found}. Both classes are needed.`,
      );
    }
  }
  for (const label of LABELS) {
    if (counts[label] < 2) {
      throw new AssayError(
        'E_DATASET_TOO_SMALL',
        `Too few ${label} pictures in ${found}. Each class needs two at least.`,
      );
    }
  }
  return dataset;
}

/** How many samples carry each label. */
export function countLabels(samples: Iterable<{ label: Label }>): Record<Label, number> {
  const counts: Record<Label, number> = { fake: 0, real: 0 };
  for (const { label } of samples) counts[label]++;
  return counts;
}

function skippedNote(skipped: readonly SkippedFile[]): string {
  if (skipped.length === 0) return '';
  const [first] = skipped;
  return ` (${skipped.length} left out, the first ${quoteName(first!.id)}: ${first!.code} ${first!.message})`;
}
