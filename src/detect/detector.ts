import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import type { Image } from '../image/index.js';
import { readDetector, runPictures, type DetectorInfo } from '../model/index.js';
import { createSession, type Engine } from '../runtime/index.js';
import { viewOf } from './view.js';

/** What a detector says of one picture. Plain JSON. */
export interface Prediction {
  /** Log-odds of fake before calibration. */
  logit: number;
  /** Calibrated probability of fake, 0..1. */
  probability: number;
}

/** A detector file held ready. */
export interface Detector {
  info: DetectorInfo;
  /** Hex SHA-256 of the file. */
  sha256: string;
  /** One prediction for each picture, whatever their sizes; none is changed by the others. Throws E_RUNTIME_RUN. */
  predict(images: readonly Image[]): Promise<Prediction[]>;
  close(): Promise<void>;
}

/** How a detector runs. */
export interface DetectorOptions {
  /**
   * Engine threads within one picture's network, default 1: decoding goes on beside it, and the answer does not
   * depend on the machine. More make single pictures quicker on large networks.
   */
  threads?: number;
  /** The engine; onnxruntime-node by default. */
  engine?: Engine;
}

/** Pictures run at once: small networks take a quarter less time for each than one by one. */
const BATCH = 8;

/** onnxruntime takes models up to 2 GB, the limit of their file format. */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * Opens a detector: an .onnx file, a run folder (its `best.onnx`), or a file's bytes.
 * Throws E_DETECTOR_INVALID (saying what the file is instead), E_FILE_NOT_FOUND, E_FILE_READ, E_RUNTIME_MODEL,
 * E_RUNTIME_MISSING, E_ARGUMENT.
 */
export async function loadDetector(
  pathOrBytes: string | Uint8Array,
  options: DetectorOptions = {},
): Promise<Detector> {
  const { threads = 1, engine } = options;
  const bytes = typeof pathOrBytes === 'string' ? await readModel(pathOrBytes) : pathOrBytes;
  const info = readNamed(bytes, pathOrBytes);
  const session = await createSession(bytes, { threads, ...(engine ? { engine } : {}) });

  async function predictBatch(images: readonly [Image, ...Image[]]): Promise<Prediction[]> {
    const outputs = await runPictures(session, images);
    return images.map((_, i) => {
      const [logit, probability] = [outputs['logit']?.data[i], outputs['probability']?.data[i]].map(Number);
      if (Number.isFinite(logit) && Number.isFinite(probability))
        return { logit: logit!, probability: probability! };
      throw new AssayError(
        'E_RUNTIME_RUN',
        `Detector ${quoteName(info.name)} gave no finite number for a picture. Its weights or normalisation are unsound: train it again.`,
      );
    });
  }

  return {
    info,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    async predict(images) {
      const predictions: Prediction[] = [];
      for (let i = 0; i < images.length; i += BATCH) {
        const views = images.slice(i, i + BATCH).map((image) => viewOf(info, image));
        predictions.push(...(await predictBatch(views as [Image, ...Image[]])));
      }
      return predictions;
    },
    close: () => session.release(),
  };
}

function readNamed(bytes: Uint8Array, source: string | Uint8Array): DetectorInfo {
  try {
    return readDetector(bytes);
  } catch (error) {
    if (typeof source !== 'string' || !(error instanceof AssayError)) throw error;
    throw new AssayError(error.code, `${quoteName(source)}: ${error.message}`, { cause: error });
  }
}

async function readModel(path: string): Promise<Uint8Array> {
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
  if (about.isDirectory()) return readModel(join(path, 'best.onnx'));
  if (!about.isFile() || about.size > MAX_BYTES) {
    const found = about.isFile() ? `a file of ${about.size} bytes` : 'no regular file';
    throw new AssayError(
      'E_DETECTOR_INVALID',
      `${quoteName(path)} is ${found}; an .onnx file of at most ${MAX_BYTES} bytes was expected.`,
    );
  }
  try {
    return await readFile(path);
  } catch (cause) {
    throw new AssayError(
      'E_FILE_READ',
      `The detector file ${quoteName(path)} could not be read: ${String(cause)}.`,
      {
        cause,
      },
    );
  }
}
