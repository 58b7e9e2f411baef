import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';

/** The built-in detector that is used where none is named. */
export const DEFAULT_DETECTOR = 'general';

/** From `src/detect` and `dist/detect` alike. */
const MODELS = fileURLToPath(new URL('../../models/', import.meta.url));

/** Names of the detectors that come with the package, in order. */
export async function listBuiltInDetectors(folder = MODELS): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.onnx'))
    .map((name) => name.slice(0, -'.onnx'.length))
    .sort();
}

/**
 * The path of a detector: a built-in one by its name (`general` where none is given), else an .onnx file or a
 * run folder. Throws E_DETECTOR_UNKNOWN, saying which there are.
 */
export async function resolveDetector(nameOrPath = DEFAULT_DETECTOR, folder = MODELS): Promise<string> {
  const known = await listBuiltInDetectors(folder);
  if (known.includes(nameOrPath)) return join(folder, `${nameOrPath}.onnx`);
  const exists = await stat(nameOrPath).then(
    () => true,
    () => false,
  );
  if (exists) return nameOrPath;
  const have =
    known.length > 0
      ? `built in ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`
      : 'this installation has none built in';
  throw new AssayError(
    'E_DETECTOR_UNKNOWN',
    `There is no detector ${quoteName(nameOrPath)}: ${have}. Name one of these, an .onnx file or a run folder; "assay train DATA" makes one.`,
  );
}
