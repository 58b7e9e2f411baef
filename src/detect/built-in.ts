import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { capital } from '../capital.js';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';

/** The built-in detector that is used where none is named and no other is chosen by content. */
export const DEFAULT_DETECTOR = 'general';

/** Asks for a built-in detector, chosen for each picture by what it shows. */
export const AUTO = 'auto';

/** From `src/detect` and `dist/detect` alike. */
export const MODELS_FOLDER = fileURLToPath(new URL('../../models/', import.meta.url));

/** Paths of the built-in detectors, and of the network that tells which of them a picture is for. */
export interface BuiltInSet {
  general: string;
  faces: string;
  content: string;
}

/** Where a detector is: an .onnx file or a run folder, or the built-in ones with a choice among them. */
export type DetectorPlace = string | BuiltInSet;

/** The files of the detectors that judge there; what chooses between them is not one. */
export function detectorFiles(place: DetectorPlace): string[] {
  return typeof place === 'string' ? [place] : [place.general, place.faces];
}

/** Names of the detectors that come with the package, in order. */
export async function listBuiltInDetectors(folder = MODELS_FOLDER): Promise<string[]> {
  return (await modelNames(folder)).filter(judges);
}

/**
 * What is to judge: for `auto` the built-in detectors, chosen between by content where all of it is there, else
 * `general`; for a name a built-in one; else an .onnx file or a run folder.
 * Throws E_DETECTOR_UNKNOWN, saying which there are.
 */
export async function resolveModel(nameOrPath = AUTO, folder = MODELS_FOLDER): Promise<DetectorPlace> {
  if (nameOrPath !== AUTO) return resolveDetector(nameOrPath, folder);
  const names = await modelNames(folder);
  const path = (name: string): string => join(folder, `${name}.onnx`);
  if (!names.includes(DEFAULT_DETECTOR))
    throw new AssayError(
      'E_DETECTOR_UNKNOWN',
      `${capital(haveText(names.filter(judges)))}, so that a detector has to be named: --model FILE.onnx, or --model RUN for a run folder. "assay train DATA" makes one of two folders of pictures, real and fake.`,
    );
  const isSet = names.includes('faces') && names.includes('content');
  return isSet
    ? { general: path(DEFAULT_DETECTOR), faces: path('faces'), content: path('content') }
    : path(DEFAULT_DETECTOR);
}

/**
 * The path of one detector: a built-in one by its name (`general` where none is given), else an .onnx file or a
 * run folder. Throws E_DETECTOR_UNKNOWN, saying which there are.
 */
export async function resolveDetector(
  nameOrPath = DEFAULT_DETECTOR,
  folder = MODELS_FOLDER,
): Promise<string> {
  const known = await listBuiltInDetectors(folder);
  if (known.includes(nameOrPath)) return join(folder, `${nameOrPath}.onnx`);
  const exists = await stat(nameOrPath).then(
    () => true,
    () => false,
  );
  if (exists) return nameOrPath;
  throw new AssayError(
    'E_DETECTOR_UNKNOWN',
    `There is no detector ${quoteName(nameOrPath)}: ${haveText(known)}. Name one of these, an .onnx file or a run folder; "assay train DATA" makes one.`,
  );
}

/** Whether a model's file is a detector: the one that chooses between them is none. */
function judges(name: string): boolean {
  return name !== 'content';
}

function haveText(known: readonly string[]): string {
  return known.length > 0
    ? `built in ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`
    : 'this installation has none built in';
}

async function modelNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.onnx'))
    .map((name) => name.slice(0, -'.onnx'.length))
    .sort();
}
