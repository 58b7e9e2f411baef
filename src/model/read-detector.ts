import type { Calibration, ThresholdFit, Thresholds } from '../evaluate/types.js';
import { isAssayError } from '../errors.js';
import {
  parseModel,
  readMetadata,
  withByteWeights,
  withFullWeights,
  withHalfWeights,
  writeModel,
  type OnnxModel,
} from '../graph/index.js';
import { sniffFormat } from '../image/sniff.js';
import type { ModelSummary } from '../report/types.js';
import { OUTPUTS, withCalibration } from './calibrated-model.js';
import { checkCalibration, checkInfo, checkThresholds, invalid } from './detector-info-check.js';
import { fromMetadata, hasTiles, type DetectorInfo } from './detector-info.js';
import { IMAGE_INPUT } from './input-graph.js';
import { NATIVE } from './feature-parts.js';
import { TILE_LOGITS } from './output-graph.js';
import { frozenPart, summariseHead, summariseParts } from './summary.js';

/** Information in a detector file, checked. Throws E_DETECTOR_INVALID, saying what the bytes are instead. */
export function readDetector(bytes: Uint8Array): DetectorInfo {
  return readWhole(bytes).info;
}

/**
 * Layers and parameters of the detector in a file; trainable are those that trained. Throws E_DETECTOR_INVALID.
 */
export function summariseDetector(bytes: Uint8Array): ModelSummary {
  const { model: stored, info } = readWhole(bytes);
  const model = withFullWeights(stored);
  const within = (prefix: string): Pick<OnnxModel, 'initializers'> => ({
    initializers: new Map([...model.initializers].filter(([name]) => name.startsWith(prefix))),
  });
  const { backbone, head, name } = info;
  const length = backbone?.featureLength ?? 0;
  const frozen = frozenPart(
    backbone?.name ?? 'backbone',
    backbone?.title ?? 'ONNX',
    within('backbone/'),
    length,
  );
  if (info.view.kind === 'mixed') {
    const second = frozenPart('native', 'Network over squares', within(NATIVE), 2);
    return summariseParts(name, [frozen, frozenPart('head', 'Head', within('head/'), 2), second]);
  }
  if (head) return summariseHead(name, frozen, head);
  return summariseParts(name, [frozen, frozenPart('head', 'ONNX', within('head/'), 2)]);
}

/** What can be changed in a trained detector. */
export interface DetectorUpdate {
  name?: string;
  calibration?: Calibration;
  thresholds?: Thresholds;
  thresholdFit?: ThresholdFit | null;
  licence?: string | null;
  /** What it was trained on, where its own last run does not say it. */
  training?: DetectorInfo['training'];
  tables?: Record<string, unknown>;
}

/**
 * The detector file with another calibration, thresholds, name, training or tables; the network stays as it is.
 * A new calibration or new thresholds end the promise of the
 * old fit unless a new one comes with them. Throws E_DETECTOR_INVALID.
 */
export function updateDetector(bytes: Uint8Array, update: DetectorUpdate): Uint8Array {
  const { model, info } = readWhole(bytes);
  if (update.calibration) checkCalibration(update.calibration);
  if (update.thresholds) checkThresholds(update.thresholds);
  const thresholdFit = update.thresholds || update.calibration ? null : info.thresholdFit;
  return writeModel(withCalibration(model, { ...info, thresholdFit, ...update }));
}

/**
 * The detector file with its large weights stored in 16 bits: half the bytes, computed in float32 as before.
 * Throws E_DETECTOR_INVALID.
 */
export function halveDetector(bytes: Uint8Array): Uint8Array {
  return writeModel(withHalfWeights(readWhole(bytes).model));
}

/**
 * The detector file with the large weights of its layers stored in 8 bits, those that are left in 16: about a quarter of the
 * bytes, computed in float32 as before. Throws E_DETECTOR_INVALID.
 */
export function shrinkDetector(bytes: Uint8Array): Uint8Array {
  return writeModel(withHalfWeights(withByteWeights(withFullWeights(readWhole(bytes).model))));
}

function readWhole(bytes: Uint8Array): { model: OnnxModel; info: DetectorInfo } {
  const parts = readParts(bytes);
  if (parts === null) throw invalid("it is an ONNX model without Assay's metadata");
  const info = checkInfo(parts);
  const model = parseModel(bytes);
  const [input] = model.inputs;
  const named = (name: string): boolean => model.outputs.some((output) => output.name === name);
  if (
    model.inputs.length !== 1 ||
    input?.name !== IMAGE_INPUT ||
    input.type !== 'uint8' ||
    !OUTPUTS.every(named) ||
    (hasTiles(info.view.kind) && !named(TILE_LOGITS))
  ) {
    throw invalid(
      `its graph does not go from "${IMAGE_INPUT}" to ${OUTPUTS.map((name) => `"${name}"`).join(', ')}`,
    );
  }
  return { model, info };
}

function readParts(bytes: Uint8Array): Record<string, unknown> | null {
  const found = kindOf(bytes);
  if (found) throw invalid(`it is ${found}`);
  try {
    return fromMetadata(readMetadata(bytes));
  } catch (cause) {
    if (isAssayError(cause))
      throw invalid('it is not a whole ONNX model, or one that is cut short or damaged', cause);
    throw invalid("its metadata of Assay's is not JSON", cause);
  }
}

/** What bytes that are certainly no ONNX model are, in words. */
function kindOf(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return 'empty';
  const sniffed = sniffFormat(bytes);
  if (sniffed) {
    const kind = 'format' in sniffed ? sniffed.format.toUpperCase() : sniffed.unsupported;
    return 'format' in sniffed ? `a ${kind} picture` : `of another kind: ${kind}`;
  }
  const head = String.fromCharCode(...bytes.subarray(0, 64)).trimStart();
  if (head.startsWith('{') || head.startsWith('[')) return 'JSON';
  if (/^<(!doctype|html|\?xml)/i.test(head)) return 'a web page or XML';
  return null;
}
