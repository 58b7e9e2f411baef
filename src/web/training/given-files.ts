import { gatherSamples } from '../../dataset/gather-samples.js';
import { placeOf } from '../../dataset/layout.js';
import type { Dataset } from '../../dataset/sample.js';
import { LABELS, type Label } from '../../labels.js';
import type { GivenFile } from '../dropped-files.js';

/** The two classes' files. */
export type GivenClasses = Readonly<Record<Label, readonly GivenFile[]>>;

/**
 * Which class files belong to: the one they were dropped for; or, where a whole data set was dropped (both classes
 * have a folder in it), the one of their own folder.
 */
export function byClass(files: readonly GivenFile[], droppedFor: Label): Partial<Record<Label, GivenFile[]>> {
  const own = (label: Label): GivenFile[] => files.filter(({ path }) => placeOf(path)?.label === label);
  const apart = { fake: own('fake'), real: own('real') };
  return LABELS.every((label) => apart[label].length > 0) ? apart : { [droppedFor]: [...files] };
}

/** Names of samples as `assay train --real DIR --fake DIR` would have them: `real/…` and `fake/…`. */
export function namedFiles(classes: GivenClasses): [id: string, file: File][] {
  return LABELS.flatMap((label) => {
    const files = classes[label];
    const below = files.map(({ path }) => belowClassFolder(path, label));
    const names = new Set(below).size === files.length ? below : files.map(({ path }) => path);
    return files.map(({ file }, i): [string, File] => [`${label}/${names[i]!}`, file]);
  });
}

/** The path below the folder of the class; below the outermost folder, where none is named after the class. */
function belowClassFolder(path: string, label: Label): string {
  const place = placeOf(path);
  const folders = path.split('/');
  const depth = place?.label === label ? place.depth + 1 : Math.min(1, folders.length - 1);
  return folders.slice(depth).join('/');
}

/** What the data set is called: as in Node, the folder of the fakes. */
export function folderName({ fake }: GivenClasses): string {
  const [first] = (fake[0]?.path ?? '').split('/').slice(0, -1);
  return first ?? 'pictures';
}

/** The labelled samples of files that were named so. Throws E_FILE_READ. */
export function datasetOf(ids: readonly string[]): Promise<Dataset> {
  const files = ids.map((id) => ({ id, file: id }));
  return gatherSamples('', { files, skipped: [] }, placeOf);
}
