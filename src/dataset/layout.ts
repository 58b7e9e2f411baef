import type { Label } from '../labels.js';

/** Where a file stands in a data set's folders. */
export interface Place {
  label: Label;
  /** Index of the class folder among the path's folders. */
  depth: number;
  source?: string;
  /** The published part (train, validation, test) that a folder names. */
  part?: string;
}

const NAMES: Record<string, Label> = {
  real: 'real',
  reals: 'real',
  nature: 'real',
  fake: 'fake',
  fakes: 'fake',
  ai: 'fake',
};

const PARTS: Record<string, string> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
  testing: 'test',
};

/**
 * The class that a folder's name stands for, if any: `real`/`fake` (also in the plural, and GenImage's
 * `nature`/`ai`), in any case, alone or after a number or a part's name (`training_real`, `0_real`,
 * `test-fake`).
 */
export function labelOfFolder(name: string): Label | undefined {
  const bare = name
    .toLowerCase()
    .replace(/^(?:\d+|train|training|val|valid|validation|test|testing)[_\- ]/, '');
  return Object.hasOwn(NAMES, bare) ? NAMES[bare] : undefined;
}

/**
 * Reads label, source and part off a path's folders. The outermost class folder decides the label, so that
 * `fake/real_esrgan/x.png` is fake. The source is the folders below it, or else the ones above it, parts aside:
 * `real/coco/x.jpg` and `test/coco/0_real/x.jpg` both have source `coco`.
 */
export function placeOf(id: string): Place | undefined {
  const folders = id.split('/').slice(0, -1);
  const depth = folders.findIndex((folder) => labelOfFolder(folder) !== undefined);
  if (depth < 0) return undefined;
  const label = labelOfFolder(folders[depth]!)!;
  const isPart = (folder: string): boolean => Object.hasOwn(PARTS, folder.toLowerCase());
  const others = folders.toSpliced(depth, 1);
  const partFolder = others.find(isPart);
  const above = folders.slice(0, depth).filter((folder) => !isPart(folder));
  const below = folders.slice(depth + 1).filter((folder) => !isPart(folder));
  const source = (below.length > 0 ? below : above).join('/');
  return {
    label,
    depth,
    ...(source === '' ? {} : { source }),
    ...(partFolder === undefined ? {} : { part: PARTS[partFolder.toLowerCase()]! }),
  };
}
