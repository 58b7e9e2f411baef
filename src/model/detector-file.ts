import { env } from 'onnxruntime-node';
import type { Calibration, ThresholdFit, Thresholds } from '../evaluate/types.js';
import { isAssayError } from '../errors.js';
import { parseModel, readMetadata, writeModel, type OnnxModel } from '../graph/index.js';
import { sniffFormat } from '../image/index.js';
import type { ModelSummary } from '../report/types.js';
import { VERSION } from '../version.js';
import type { Backbone } from './backbone.js';
import { featureParts } from './feature-parts.js';
import { checkCalibration, checkInfo, checkThresholds, invalid } from './detector-info-check.js';
import { fromMetadata, INFO_DEFAULTS, toMetadata, type DetectorInfo } from './detector-info.js';
import type { HeadOptions } from './head.js';
import { IMAGE_INPUT } from './input-graph.js';
import { joinModels, type Part } from './join.js';
import { calibrationModel, scoresModel } from './output-graph.js';
import { frozenPart, summariseHead, summariseParts } from './summary.js';

/** What a detector is made of. */
export interface DetectorParts {
  name: string;
  backbone: Backbone;
  /** From `features` [N, length] to `scores` [N, 2], before softmax, in the order fake, real (`headModel`). */
  head: OnnxModel;
  /** The head's shape, for the summary. */
  headOptions?: HeadOptions;
  calibration?: Calibration;
  thresholds?: Thresholds;
  thresholdFit?: ThresholdFit | null;
  training?: DetectorInfo['training'];
  licence?: string | null;
  tables?: Record<string, unknown>;
}

/** Outputs of a detector, in this order. */
const OUTPUTS = ['logit', 'probability', 'probabilities'] as const;

/**
 * One .onnx file that is a whole detector: `image`, uint8 [N, height, width, 3], RGB, any size, through resize,
 * normalisation, backbone and head to `logit` [N] (log-odds of fake), `probability` [N] (of fake, calibrated)
 * and `probabilities` [N, 2] (fake, real; the plain softmax). Any ONNX runtime can run it. The same parts give
 * the same bytes.
 */
export function composeDetector(parts: DetectorParts): Uint8Array {
  const { backbone, head, headOptions, name, ...given } = parts;
  const { opset } = backbone.model;
  const info: DetectorInfo = {
    ...INFO_DEFAULTS,
    name,
    view: { kind: 'square', size: backbone.size },
    input: backbone.input,
    backbone: {
      name: backbone.name,
      title: backbone.about.title,
      sha256: backbone.sha256,
      featureLength: backbone.featureLength,
      source: backbone.about.source,
      licence: backbone.about.licence,
      pretraining: backbone.about.pretraining,
    },
    head: headOptions ?? null,
    versions: { assay: VERSION, onnxruntime: env.versions.node ?? env.versions.common },
    ...given,
  };
  const body = joinModels(
    [
      ...featureParts(backbone),
      { model: head, prefix: 'head/', names: { features: 'features', scores: 'head/scores' } },
      {
        model: scoresModel(opset),
        prefix: 'output/',
        names: { scores: 'head/scores', logit: 'logit', probabilities: 'probabilities' },
      },
    ],
    'detector',
  );
  return writeModel(withCalibration(body, info));
}

/** Information in a detector file, checked. Throws E_DETECTOR_INVALID, saying what the bytes are instead. */
export function readDetector(bytes: Uint8Array): DetectorInfo {
  return readWhole(bytes).info;
}

/**
 * Layers and parameters of the detector in a file; trainable are those that trained. Throws E_DETECTOR_INVALID.
 */
export function summariseDetector(bytes: Uint8Array): ModelSummary {
  const { model, info } = readWhole(bytes);
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
  tables?: Record<string, unknown>;
}

/**
 * The detector file with another calibration, thresholds, name or tables; the network stays as it is.
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

/** Every value of the calibration carries this prefix, so that it can be taken out again. */
const CALIBRATION = /^calibration[./]/;

function withCalibration(model: OnnxModel, info: DetectorInfo): OnnxModel {
  const body: OnnxModel = {
    ...model,
    nodes: model.nodes.filter(
      (node) => !node.outputs.some((name) => name === 'probability' || CALIBRATION.test(name)),
    ),
    initializers: new Map([...model.initializers].filter(([name]) => !CALIBRATION.test(name))),
    outputs: model.outputs.filter((output) => output.name !== 'probability'),
  };
  const tail = calibrationModel(info.calibration, model.opset);
  const own = [...tail.initializers.keys()]
    .filter((name) => CALIBRATION.test(name))
    .map((name) => [name, name]);
  const parts: [Part, Part] = [
    { model: body, prefix: '', names: {} },
    {
      model: tail,
      prefix: 'calibration/',
      names: { ...Object.fromEntries(own), logit: 'logit', probability: 'probability' },
    },
  ];
  const outputs = [...body.outputs, ...tail.outputs];
  return {
    ...joinModels(parts, model.graphName),
    outputs: OUTPUTS.map((name) => outputs.find((output) => output.name === name)!),
    metadata: { ...model.metadata, ...toMetadata(info) },
  };
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
    !OUTPUTS.every(named)
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
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1').trimStart();
  if (head.startsWith('{') || head.startsWith('[')) return 'JSON';
  if (/^<(!doctype|html|\?xml)/i.test(head)) return 'a web page or XML';
  return null;
}
