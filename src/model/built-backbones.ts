import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AssayError } from '../errors.js';
import type { BackboneEntry, BackboneIndex } from './backbone-index.js';

/** Where `npm run build` puts backbones, seen from `src/model` as from `dist/model`. */
const FOLDER = new URL('../../dist/backbones/', import.meta.url);

/** The built backbones with their sources, licences and pretraining. Throws E_BACKBONE_UNKNOWN when none are built. */
export async function listBackbones(): Promise<BackboneEntry[]> {
  try {
    return (JSON.parse(await readFile(new URL('index.json', FOLDER), 'utf8')) as BackboneIndex).backbones;
  } catch (cause) {
    throw new AssayError(
      'E_BACKBONE_UNKNOWN',
      `No backbones are built in ${fileURLToPath(FOLDER)}. Run "npm run build" in the clone of Assay, or give an .onnx file.`,
      { cause },
    );
  }
}

/** The bytes of a built backbone. Throws E_BACKBONE_UNKNOWN when the file is gone. */
export async function readBuiltBackbone(entry: BackboneEntry): Promise<Uint8Array> {
  try {
    return await readFile(new URL(entry.file, FOLDER));
  } catch (cause) {
    throw new AssayError(
      'E_BACKBONE_UNKNOWN',
      `The built backbone "${entry.name}" cannot be read from ${fileURLToPath(FOLDER)}. Run "npm run build" in a clone of Assay; the npm package leaves out inception-v3 for its size.`,
      { cause },
    );
  }
}
