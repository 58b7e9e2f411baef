import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import { readDetector, type DetectorInfo } from '../model/index.js';

/** A detector file read from disk. */
export interface DetectorFile {
  /** The .onnx file itself, where a run folder was named. */
  path: string;
  bytes: Uint8Array;
  info: DetectorInfo;
}

/** onnxruntime takes models up to 2 GB, the limit of their file format. */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * Reads a detector: an .onnx file, or a run folder (its `best.onnx`).
 * Throws E_DETECTOR_INVALID (saying what the file is instead), E_FILE_NOT_FOUND, E_FILE_READ.
 */
export async function readDetectorFile(path: string): Promise<DetectorFile> {
  const about = await stat(path).catch((cause: unknown) => {
    const missing = ['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '');
    throw new AssayError(
      missing ? 'E_FILE_NOT_FOUND' : 'E_FILE_READ',
      missing
        ? `There is no detector file ${quoteName(path)}. Check the path.`
        : `The detector file ${quoteName(path)} could not be read: ${String(cause)}.`,
      { cause },
    );
  });
  if (about.isDirectory()) return readDetectorFile(join(path, 'best.onnx'));
  if (!about.isFile() || about.size > MAX_BYTES) {
    const found = about.isFile() ? `a file of ${about.size} bytes` : 'no regular file';
    throw new AssayError(
      'E_DETECTOR_INVALID',
      `${quoteName(path)} is ${found}; an .onnx file of at most ${MAX_BYTES} bytes was expected.`,
    );
  }
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AssayError(
      'E_FILE_READ',
      `The detector file ${quoteName(path)} could not be read: ${String(cause)}.`,
      { cause },
    );
  });
  try {
    return { path, bytes, info: readDetector(bytes) };
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    throw new AssayError(error.code, `${quoteName(path)}: ${error.message}`, { cause: error });
  }
}
