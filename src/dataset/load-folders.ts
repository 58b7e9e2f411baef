import { basename, dirname, join, resolve, sep } from 'node:path';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import { isInside } from '../is-inside.js';
import { LABELS, type Label } from '../labels.js';
import { gatherSamples } from './gather-samples.js';
import { labelOfFolder, type Place, placeOf } from './layout.js';
import type { Dataset } from './sample.js';
import { realFolder, type FolderWalk, type WalkOptions, walkFiles } from './walk.js';

/**
 * Reads a data set from one folder that holds class folders, directly (`real/`, `fake/`) or further down
 * (`train/real/`, `stylegan/1_fake/`). Where both classes stand directly in the root nothing else is read.
 * Throws as `loadDataset`.
 */
export async function loadRoot(root: string, options: WalkOptions): Promise<Dataset> {
  const walk = await walkFiles(root, options);
  const top = new Set(
    walk.files.filter(({ id }) => id.includes('/')).map(({ id }) => id.slice(0, id.indexOf('/'))),
  );
  const direct = [...top].filter((name) => labelOfFolder(name) !== undefined);
  requireOneFolderEach(direct, root);
  const places = new Map<string, Place>();
  for (const { id } of walk.files) {
    const place = placeOf(id);
    if (place && (direct.length === 0 || place.depth === 0)) places.set(id, place);
  }
  if (places.size === 0 && walk.files.length > 0) throw noClassFolder(root, walk);
  return gatherSamples(resolve(root), walk, (id) => places.get(id));
}

/** Reads a data set from one folder a class. Ids are `real/…` and `fake/…`. Throws as `loadDataset`. */
export async function loadTwoFolders(real: string, fake: string, options: WalkOptions): Promise<Dataset> {
  const folders = { fake: await realFolder(fake), real: await realFolder(real) };
  if (isInside(folders.fake, folders.real) || isInside(folders.real, folders.fake)) {
    const message = `The real folder ${quoteName(real)} and the fake folder ${quoteName(fake)} are the same or lie in one another.`;
    throw new AssayError('E_DATASET_LAYOUT', `${message} Name two separate folders.`);
  }
  const both: FolderWalk = { files: [], skipped: [] };
  for (const label of LABELS) {
    const walk = await walkFiles(label === 'real' ? real : fake, options);
    both.files.push(...walk.files.map((found) => ({ ...found, id: `${label}/${found.id}` })));
    both.skipped.push(...walk.skipped.map((skip) => ({ ...skip, id: `${label}/${skip.id}` })));
  }
  return gatherSamples(commonFolder(resolve(real), resolve(fake)), both, placeOf);
}

/** Reads one folder as pictures of one class. Ids are as they would be beside the other class. Throws as `loadDataset`. */
export async function loadOneFolder(folder: string, label: Label, options: WalkOptions): Promise<Dataset> {
  const { files, skipped } = await walkFiles(folder, options);
  const named = <T extends { id: string }>(entry: T): T => ({ ...entry, id: `${label}/${entry.id}` });
  return gatherSamples(resolve(folder), { files: files.map(named), skipped: skipped.map(named) }, placeOf);
}

function requireOneFolderEach(names: string[], root: string): void {
  for (const label of LABELS) {
    const several = names.filter((name) => labelOfFolder(name) === label);
    if (several.length > 1) {
      const message = `${quoteName(root)} holds several folders for ${label}: ${several.map(quoteName).join(', ')}.`;
      throw new AssayError('E_DATASET_LAYOUT', `${message} Name one folder a class with --real and --fake.`);
    }
  }
}

function noClassFolder(root: string, { files, skipped }: FolderWalk): AssayError {
  const names = [...new Set([...files, ...skipped].map(({ id }) => id.split('/')[0]!))].sort();
  const shown =
    names.slice(0, 10).map(quoteName).join(', ') + (names.length > 10 ? `, … (${names.length} in all)` : '');
  const self = labelOfFolder(basename(resolve(root)));
  const hint = self ? ` Did you mean its parent, ${quoteName(dirname(resolve(root)))}?` : '';
  return new AssayError(
    'E_DATASET_LAYOUT',
    `No class folders with files in ${quoteName(root)}; it holds ${shown}. ` +
      `Expected real/ and fake/ (or training_real/ and training_fake/); or name them with --real and --fake.${hint}`,
  );
}

function commonFolder(a: string, b: string): string {
  const [left, right] = [a.split(sep), b.split(sep)];
  let same = 0;
  while (same < left.length && left[same] === right[same]) same++;
  return same <= 1 ? sep : join(sep, ...left.slice(1, same));
}
