import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { mapInOrder } from '../concurrency.js';
import { verdictOf, type Thresholds } from '../evaluate/index.js';
import { decodeImage, readImageFile, type DecodeOptions, type Image } from '../image/index.js';
import type { Claim } from '../provenance/claim.js';
import { fuse } from '../provenance/fuse.js';
import { chooseDetector, type Choice, type Judge } from './choose.js';
import type { Prediction } from './detector.js';
import { plainError, predictEach, type PlainError } from './predict-each.js';
import type { Verdict } from './verdict.js';
import { viewOf } from './view.js';

/** How files are judged. */
export interface PredictOptions extends Omit<DecodeOptions, 'name'> {
  /** Pictures read and decoded at once, ahead of the network. Default: the cores, at most 4. */
  concurrency?: number;
  /** Cuts in place of the detector's own. */
  thresholds?: Thresholds;
  /** Reads what a file says of itself. Default: nothing is read. */
  provenance?: (bytes: Uint8Array) => Promise<Claim[]>;
  /** Stops the batch; the loop then throws the signal's reason. */
  signal?: AbortSignal;
}

/** A file that could not be judged. Plain JSON. */
export interface PredictFailure {
  file: string;
  error: PlainError;
}

/** A file's bytes, and the name that its verdict calls it by. */
export interface FileBytes {
  file: string;
  bytes: Uint8Array;
}

/** A picture on its way to a verdict: all of it but the network's answer. */
interface Prepared extends Choice {
  file: string;
  sha256: string;
  view: Image;
  provenance: Claim[];
  warnings: Verdict['warnings'];
}

/** Files judged at once: enough to fill the network's batches. */
const BATCH = 8;

/**
 * Judges files (paths, or bytes with a name) in the order given. A file that cannot be read or decoded is yielded with its error, and the
 * batch goes on. Memory stays flat however many there are; breaking out of the loop starts no further work.
 */
export async function* predictFiles(
  detector: Judge,
  files: Iterable<string | FileBytes>,
  options: PredictOptions = {},
): AsyncGenerator<Verdict | PredictFailure, void, void> {
  const { concurrency = Math.min(4, availableParallelism()), signal } = options;
  let waiting: (Prepared | PredictFailure)[] = [];
  for await (const result of mapInOrder(files, concurrency, (file) =>
    prepareSafely(detector, file, options),
  )) {
    signal?.throwIfAborted();
    waiting.push(result);
    if (waiting.length < BATCH) continue;
    yield* await judge(waiting, options);
    waiting = [];
  }
  yield* await judge(waiting, options);
}

/**
 * Judges one file. Throws E_FILE_NOT_FOUND, E_FILE_READ, E_IMAGE_… as `decodeImage`, E_RUNTIME_RUN.
 */
export async function predictFile(
  detector: Judge,
  file: string,
  options: PredictOptions = {},
): Promise<Verdict> {
  return predictBytes(detector, await readImageFile(file, options.maxBytes), { ...options, name: file });
}

/** Judges a file's bytes; `name` is what the verdict calls it. Throws as `predictFile`. */
export async function predictBytes(
  detector: Judge,
  bytes: Uint8Array,
  options: PredictOptions & { name?: string } = {},
): Promise<Verdict> {
  const prepared = await prepare(detector, options.name ?? '', bytes, options);
  const [prediction] = await prepared.detector.predictViews([prepared.view]);
  return toVerdict(prepared, prediction!, options);
}

async function prepareSafely(
  judge: Judge,
  input: string | FileBytes,
  options: PredictOptions,
): Promise<Prepared | PredictFailure> {
  const file = typeof input === 'string' ? input : input.file;
  try {
    const bytes = typeof input === 'string' ? await readImageFile(input, options.maxBytes) : input.bytes;
    return await prepare(judge, file, bytes, options);
  } catch (error) {
    return { file, error: plainError(error) };
  }
}

async function prepare(
  judge: Judge,
  file: string,
  bytes: Uint8Array,
  options: PredictOptions,
): Promise<Prepared> {
  const image = await decodeImage(bytes, file === '' ? options : { ...options, name: file });
  const choice = await chooseDetector(judge, image);
  const { view } = choice.detector.info;
  const { size } = view;
  const warnings = image.warnings.map((message) => ({ code: 'IMAGE', message }));
  if (image.width < size || image.height < size) {
    warnings.push({
      code: 'IMAGE_SMALL',
      message: `The picture has ${image.width} x ${image.height} pixels and is enlarged to the ${size} x ${size} that the detector looks at.`,
    });
  }
  let provenance: Claim[] = [];
  try {
    provenance = (await options.provenance?.(bytes)) ?? [];
  } catch (error) {
    warnings.push({ code: 'PROVENANCE_FAILED', message: plainError(error).message });
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { ...choice, file, sha256, view: viewOf({ view }, image), provenance, warnings };
}

async function judge(
  waiting: readonly (Prepared | PredictFailure)[],
  options: PredictOptions,
): Promise<(Verdict | PredictFailure)[]> {
  const results = new Map<Prepared, Verdict | PredictFailure>();
  const prepared = waiting.filter((item) => 'view' in item);
  for (const detector of new Set(prepared.map((item) => item.detector))) {
    const items = prepared.filter((item) => item.detector === detector);
    const predictions = await predictEach(
      detector,
      items.map(({ view }) => view),
    );
    for (const [i, item] of items.entries()) {
      const prediction = predictions[i]!;
      const { file } = item;
      results.set(
        item,
        'error' in prediction ? { file, error: prediction.error } : toVerdict(item, prediction, options),
      );
    }
  }
  return waiting.map((item) => ('view' in item ? results.get(item)! : item));
}

function toVerdict(
  { detector, chosen, file, sha256, provenance, warnings }: Prepared,
  { logit, probability }: Prediction,
  options: PredictOptions,
): Verdict {
  const pixels = verdictOf(probability, options.thresholds ?? detector.info.thresholds);
  const { verdict, reason } = fuse(pixels, provenance);
  return {
    file,
    sha256,
    verdict,
    reason,
    probability,
    logit,
    evidence: { pixels: { probability, verdict: pixels }, provenance },
    model: { name: detector.info.name, sha256: detector.sha256, ...(chosen && { chosen }) },
    warnings,
  };
}
