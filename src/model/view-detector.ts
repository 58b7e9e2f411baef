import { parseModel, pruneModel, writeModel } from '../graph/index.js';
import { invalid } from './detector-info-check.js';
import { FRONT, PIXELS } from './feature-parts.js';
import { IMAGE_INPUT, inputModel } from './input-graph.js';
import { joinModels } from './join.js';
import { TILE_LOGITS } from './output-graph.js';
import { readDetector } from './read-detector.js';
import { withWholeChannels } from './whole-channels.js';

/**
 * A detector for WebGPU, where onnxruntime has no double precision, of its .onnx file: the same network from views
 * made beforehand (`viewOf`), uint8 [N, height, width, 3], to `logit` [N] and, of the view `tiles`, `tile_logits`. The
 * resize, whose places are counted in double precision, is left out, as is the calibration, which may be. Throws
 * E_DETECTOR_INVALID.
 */
export function viewDetector(bytes: Uint8Array): Uint8Array {
  const { view, input } = readDetector(bytes);
  const model = parseModel(bytes);
  const nodes = model.nodes.filter(({ outputs }) => !outputs.some((name) => name.startsWith(FRONT)));
  if (!nodes.some(({ inputs }) => inputs.includes(PIXELS))) {
    throw invalid(`its network does not take the value "${PIXELS}"`);
  }
  const front = inputModel({
    size: view.size,
    view: view.kind,
    ...(view.kind === 'tiles' && { tiles: view.tiles }),
    input,
    opset: model.opset,
    output: PIXELS.slice(FRONT.length),
    given: 'views',
  });
  const outputs = ['logit', ...(view.kind === 'tiles' ? [TILE_LOGITS] : [])];
  const network = withWholeChannels(pruneModel({ ...model, nodes }, ...outputs));
  return writeModel(
    joinModels(
      [
        { model: front, prefix: FRONT, names: { [IMAGE_INPUT]: IMAGE_INPUT } },
        { model: network, prefix: '', names: {} },
      ],
      model.graphName,
    ),
  );
}
