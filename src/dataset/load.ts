import { quoteName } from '../files.js';
import type { Label } from '../labels.js';
import { requireBothClasses, requirePictures } from './check.js';
import { type CsvSpec, loadCsv } from './load-csv.js';
import { loadOneFolder, loadRoot, loadTwoFolders } from './load-folders.js';
import type { Dataset } from './sample.js';
import type { WalkOptions } from './walk.js';

/** Where a data set is: one folder that holds the class folders, one folder a class, or a CSV. */
export type DatasetSpec =
  ({ root: string } & WalkOptions) | ({ real: string; fake: string } & WalkOptions) | CsvSpec;

/**
 * Reads a labelled data set without decoding it: samples sorted by id, and every file that was left out with
 * its reason. A file is a sample if its first bytes say it is a picture, whatever its name.
 *
 * - `{ root }`: class folders `real`/`fake`, `training_real`/`training_fake`, `0_real`/`1_fake` and the like, in
 *   any case, read recursively; folders below a class folder become the `source`. If none stands directly in
 *   the root they are sought further down, and the folders above them give the source. A folder named
 *   `train`, `val` or `test` gives the attribute `part` instead.
 * - `{ real, fake }`: one folder a class; ids begin with `real/` and `fake/`.
 * - `{ csv }`: see `CsvSpec`.
 *
 * Throws E_DATASET_NOT_FOUND, E_DATASET_EMPTY, E_DATASET_LAYOUT, E_DATASET_ONE_CLASS, E_DATASET_TOO_SMALL,
 * E_DATASET_TOO_LARGE, E_FILE_READ, and for a CSV E_CSV_COLUMN, E_CSV_LABEL, E_CSV_PARSE, E_CSV_PATH.
 */
export async function loadDataset(spec: DatasetSpec): Promise<Dataset> {
  if ('csv' in spec) return requireBothClasses(await loadCsv(spec), quoteName(spec.csv));
  if ('root' in spec) return requireBothClasses(await loadRoot(spec.root, spec), quoteName(spec.root));
  return requireBothClasses(
    await loadTwoFolders(spec.real, spec.fake, spec),
    `${quoteName(spec.real)} and ${quoteName(spec.fake)}`,
  );
}

/**
 * Reads one folder, sub-folders and all, as pictures of one class: enough to judge a detector by, say its false
 * alarms on one's own photographs. Throws E_DATASET_NOT_FOUND, E_DATASET_EMPTY, E_DATASET_TOO_LARGE, E_FILE_READ.
 */
export async function loadOneClass(
  folder: string,
  label: Label,
  options: WalkOptions = {},
): Promise<Dataset> {
  return requirePictures(await loadOneFolder(folder, label, options), quoteName(folder));
}
