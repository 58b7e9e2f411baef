import { createHash } from 'node:crypto';
import { AssayError } from '../errors.js';
import { calibratedProbability } from '../evaluate/calibration/calibration.js';
import { quoteName } from '../files.js';
import type { Image } from '../image/index.js';
import { readDetector, runPictures, TILE_LOGITS, viewDetector, type DetectorInfo } from '../model/index.js';
import { createSession, type Engine } from '../runtime/index.js';
import { readDetectorFile } from './detector-path.js';
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
  /**
   * Where it looks at several squares (`info.view.kind` is `tiles`): the log-odds of fake of each square of views
   * made beforehand (`tileView`, `layTiles`), row by row, uncalibrated. Throws E_RUNTIME_RUN.
   */
  tileLogits(views: readonly Image[]): Promise<number[][]>;
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
  /**
   * Runs the network on the graphics processor, where the engine can (onnxruntime-web's builds for WebGPU). These
   * have no double precision, so the resize in the file is left to the views made before it; sums differ in the last bits.
   */
  provider?: 'webgpu';
}

/** Pictures run at once: small networks take a quarter less time for each than one by one. */
const BATCH = 8;

/**
 * Opens a detector: an .onnx file, a run folder (its `best.onnx`), or a file's bytes.
 * Throws E_DETECTOR_INVALID (saying what the file is instead), E_FILE_NOT_FOUND, E_FILE_READ, E_RUNTIME_MODEL,
 * E_RUNTIME_MISSING, E_ARGUMENT.
 */
export async function loadDetector(
  pathOrBytes: string | Uint8Array,
  options: DetectorOptions = {},
): Promise<Detector> {
  const { threads = 1, engine, provider } = options;
  const { bytes, info } =
    typeof pathOrBytes === 'string'
      ? await readDetectorFile(pathOrBytes)
      : { bytes: pathOrBytes, info: readDetector(pathOrBytes) };
  const session = await createSession(provider ? viewDetector(bytes) : bytes, {
    threads,
    ...(engine && { engine }),
    ...(provider && { provider }),
  });

  async function predictBatch(images: readonly [Image, ...Image[]]): Promise<Prediction[]> {
    const outputs = await runPictures(session, images);
    return images.map((_, i) => {
      const logit = Number(outputs['logit']?.data[i]);
      const { probability: calibrated } = outputs; // that of a graph for views ends with the logit
      const probability = calibrated
        ? Number(calibrated.data[i])
        : calibratedProbability(logit, info.calibration);
      if (Number.isFinite(logit) && Number.isFinite(probability)) return { logit, probability };
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
    async tileLogits(views) {
      const logits: number[][] = [];
      for (const view of views) {
        const outputs = await runPictures(session, [view]);
        logits.push([...(outputs[TILE_LOGITS]?.data ?? [])].map(Number));
      }
      return logits;
    },
    close: () => session.release(),
  };
}
