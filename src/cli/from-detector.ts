import type { Command } from 'commander';
import { listBuiltInDetectors, readDetectorFile, resolveDetector } from '../detect/index.js';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import { ARCHITECTURES, type DetectorInfo } from '../model/index.js';
import type { TrainArguments } from './train-arguments.js';

/**
 * Arguments with `--from general`, `--from faces` or `--from FILE.onnx` completed: its file, and what of its shape the
 * user left open (backbone, view, head, all of it trained). A run's folder is left as it is.
 * Throws E_ARGUMENT, E_DETECTOR_INVALID, E_FILE_NOT_FOUND, E_FILE_READ.
 */
export async function withDetector<T extends TrainArguments>(options: T, self: Command): Promise<T> {
  const { from } = options;
  if (from === undefined) return options;
  const isBuiltIn = (await listBuiltInDetectors()).includes(from);
  if (!isBuiltIn && !/\.onnx$/i.test(from)) return options;
  const path = isBuiltIn ? await resolveDetector(from) : from;
  const { info } = await readDetectorFile(path);
  const completed: T = { ...options, from: path };
  const given = (name: keyof TrainArguments): boolean =>
    !['default', undefined].includes(self.getOptionValueSource(name));
  for (const [name, value] of Object.entries(shapeOf(info, from)) as [keyof TrainArguments, never][]) {
    if (!given(name)) completed[name] = value;
  }
  return completed;
}

/** What training calls the ways in which detectors look at pictures. */
const VIEWS = { square: 'squash', area: 'area', crop: 'crop', tiles: 'crop', mixed: 'area' } as const;

/** The options that make a network of a detector's shape. Throws E_ARGUMENT. */
function shapeOf({ backbone, head, view, input }: DetectorInfo, from: string): Partial<TrainArguments> {
  if (!backbone || !head) {
    throw new AssayError(
      'E_ARGUMENT',
      `--from ${quoteName(from)} is a detector whose ${backbone ? 'head' : 'backbone'} is of no known shape; expected one that assay train made.`,
    );
  }
  if (Object.hasOwn(ARCHITECTURES, backbone.name)) {
    throw new AssayError(
      'E_ARGUMENT',
      `--from ${quoteName(from)} is a detector of the architecture ${backbone.name}, whose batch norms are folded in its file; give the folder of its run.`,
    );
  }
  return {
    backbone: backbone.name,
    fineTune: 'all',
    size: view.size,
    view: VIEWS[view.kind],
    ...(view.kind === 'tiles' ? { tiles: view.tiles } : {}),
    scale: input.scale,
    hidden: [...head.hidden],
    dropout: [...head.dropout],
    batchNorm: head.batchNorm,
  };
}
