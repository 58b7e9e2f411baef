import { type OnnxModel, parseModel, pruneModel, writeModel } from '../graph/index.js';
import { withCalibration } from './calibrated-model.js';
import { checkView, invalid } from './detector-info-check.js';
import { hasTiles, type DetectorView } from './detector-info.js';
import { FRONT, PIXELS } from './feature-parts.js';
import { type GivenAs, IMAGE_INPUT, inputModel, type NetworkInput } from './input-graph.js';
import { joinModels } from './join.js';
import { TILE_LOGITS } from './output-graph.js';
import { readDetector } from './read-detector.js';
import { withWholeChannels } from './whole-channels.js';

/**
 * A detector for WebGPU, where onnxruntime has no double precision, of its .onnx file: the same network from views
 * made beforehand (`viewOf`), uint8 [N, height, width, 3], to `logit` [N] and, of the views `tiles` and `mixed`, `tile_logits`. The
 * resize, whose places are counted in double precision, is left out, as is the calibration, which may be. Throws
 * E_DETECTOR_INVALID.
 */
export function viewDetector(bytes: Uint8Array): Uint8Array {
  const { view, input } = readDetector(bytes);
  const outputs = ['logit', ...(hasTiles(view.kind) ? [TILE_LOGITS] : [])];
  const network = withWholeChannels(pruneModel(withoutFront(parseModel(bytes)), ...outputs));
  return writeModel(withFront(network, { view, input, given: 'views' }));
}

/**
 * The detector file with another way of looking at all of a picture: `square` or `area`, of any size that its network can
 * take. Its calibration and thresholds were fitted to what it saw before: fit them anew. Throws E_DETECTOR_INVALID where
 * it looks at parts of a picture, or is to.
 */
export function withDetectorView(bytes: Uint8Array, view: DetectorView): Uint8Array {
  const info = readDetector(bytes);
  const parts = [info.view, checkView({ ...view })].find(({ kind }) => kind !== 'square' && kind !== 'area');
  if (parts) throw invalid(`its view is to go from or to parts of a picture (${parts.kind})`);
  const model = parseModel(bytes);
  const network = pruneModel(withoutFront(model), ...model.outputs.map(({ name }) => name));
  const body = withFront(network, { view, input: info.input, given: 'any' });
  return writeModel(
    withCalibration({ ...body, metadata: model.metadata }, { ...info, view, thresholdFit: null }),
  );
}

/** The model without what makes pixels of a picture. Throws E_DETECTOR_INVALID. */
export function withoutFront(model: OnnxModel): OnnxModel {
  const nodes = model.nodes.filter(({ outputs }) => !outputs.some((name) => name.startsWith(FRONT)));
  if (nodes.some(({ inputs }) => inputs.includes(PIXELS))) return { ...model, nodes };
  throw invalid(`its network does not take the value "${PIXELS}"`);
}

/** The network with what makes pixels of pictures, as they are given, before it. */
export function withFront(
  network: OnnxModel,
  { view, input, given }: { view: DetectorView; input: NetworkInput; given: GivenAs },
): OnnxModel {
  const front = inputModel({
    size: view.size,
    view: view.kind,
    ...('tiles' in view && { tiles: view.tiles }),
    input,
    opset: network.opset,
    output: PIXELS.slice(FRONT.length),
    given,
  });
  return joinModels(
    [
      { model: front, prefix: FRONT, names: { [IMAGE_INPUT]: IMAGE_INPUT } },
      { model: network, prefix: '', names: {} },
    ],
    network.graphName,
  );
}
