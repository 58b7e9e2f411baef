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
  /** The same of views made beforehand (`viewOf`), to the same bits. Throws E_RUNTIME_RUN. */
  predictViews(views: readonly Image[]): Promise<Prediction[]>;
  /**
   * Where it looks at several squares (`info.view.kind` is `tiles` or `mixed`): the log-odds of fake of each square of views
   * made beforehand (`viewOf`, `layTiles`), row by row, uncalibrated. Throws E_RUNTIME_RUN.
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

/** Pictures run at once at most: of small views they take a quarter less time for each than one by one. */
const BATCH = 8;

/** Pixels run at once at most, but for one picture that has more: what passes between layers outgrows the core's cache. */
const BATCH_PIXELS = 2 * 256 ** 2;

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
  // The view of a view is the view itself, but for this one: its network takes views alone.
  const isOfViews = provider !== undefined || info.view.kind === 'mixed';
  const { view } = info;
  const side = view.size * ('tiles' in view ? view.tiles : 1);
  const batch = Math.min(BATCH, Math.max(1, Math.floor(BATCH_PIXELS / side ** 2)));
  const session = await createSession(isOfViews ? viewDetector(bytes) : bytes, {
    threads,
    ...(engine && { engine }),
    ...(provider && { provider }),
  });

  async function predictBatch(views: readonly [Image, ...Image[]]): Promise<Prediction[]> {
    const outputs = await runPictures(session, views);
    return views.map((_, i) => {
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

  /** Predictions of what is given, a batch at a time, each made a view just before. */
  async function predictAll(given: readonly Image[], toView: (image: Image) => Image): Promise<Prediction[]> {
    const predictions: Prediction[] = [];
    for (let i = 0; i < given.length; i += batch) {
      const views = given.slice(i, i + batch).map(toView);
      predictions.push(...(await predictBatch(views as [Image, ...Image[]])));
    }
    return predictions;
  }

  return {
    info,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    predict: (images) => predictAll(images, (image) => viewOf(info, image)),
    predictViews: (views) => predictAll(views, (view) => view),
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
