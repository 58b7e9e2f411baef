import {
  addConstant,
  addInput,
  addOutput,
  createGraph,
  emitOne,
  ints,
  parseModel,
  pruneModel,
  scalar,
  toModel,
  withFullWeights,
  writeModel,
  type OnnxModel,
  type Value,
} from '../graph/index.js';
import { withCalibration } from './calibrated-model.js';
import { checkView, invalid } from './detector-info-check.js';
import { INFO_DEFAULTS } from './detector-info.js';
import { NATIVE, PIXELS } from './feature-parts.js';
import { joinModels } from './join.js';
import { TILE_LOGITS } from './output-graph.js';
import { readDetector } from './read-detector.js';
import { withFront, withoutFront } from './view-detector.js';

/** How two detectors become one. */
export interface PairOptions {
  name: string;
  /** Squares a side in its view: all of the picture, and one less than their square of native pixels. */
  tiles: number;
  /** What the log-odds of either are multiplied by before they are added: the squares' are averaged first. */
  weights: { whole: number; native: number };
}

/**
 * One detector of two that were trained apart, of the view `mixed`: `whole` (view `area`) judges all of a picture, `native`
 * (view `crop`) squares of its pixels, as large as the first one's view; their log-odds are weighed and added. It
 * carries what the first says of itself, and in its tables as `pair` the weights and what the second was trained on; it is not
 * calibrated and promises nothing. Throws E_DETECTOR_INVALID.
 */
export function pairDetectors(
  whole: Uint8Array,
  native: Uint8Array,
  { name, tiles, weights }: PairOptions,
): Uint8Array {
  const [info, other] = [readDetector(whole), readDetector(native)];
  if (info.view.kind !== 'area' || other.view.kind !== 'crop')
    throw invalid(
      `its parts look at pictures as ${info.view.kind} and ${other.view.kind}; expected area and crop`,
    );
  if (JSON.stringify(info.input) !== JSON.stringify(other.input))
    throw invalid('its parts take pixels in different ways');
  const view = { kind: 'mixed', size: info.view.size, tiles } as const;
  const [first, second] = [networkOf(whole), networkOf(native)];
  checkView({ ...view });
  const count = tiles * tiles;
  const [squares, one] = ['squares', 'one'];
  const networks = joinModels(
    [
      { model: partsModel(first.opset, count), prefix: 'parts/', names: { pixels: PIXELS, squares, one } },
      { model: first, prefix: '', names: { [PIXELS]: one, logit: 'whole/logit' } },
      { model: second, prefix: NATIVE, names: { [PIXELS]: squares, logit: 'native/logit' } },
      {
        model: weighedModel(first.opset, count, weights),
        prefix: 'weighed/',
        names: {
          whole: 'whole/logit',
          native: 'native/logit',
          ...Object.fromEntries(['logit', 'probabilities', TILE_LOGITS].map((given) => [given, given])),
        },
      },
    ],
    'detector',
  );
  const body = withFront(networks, { view, input: info.input, given: 'any' });
  const { input, backbone, head, training, versions, licence } = info;
  const tables = { pair: { weights, native: { name: other.name, training: other.training } } };
  const own = { name, view, input, backbone, head, training, versions, licence, tables };
  return writeModel(withCalibration(body, { ...INFO_DEFAULTS, ...own }));
}

/** From pixels to logits alone, in float32. */
function networkOf(bytes: Uint8Array): OnnxModel {
  return pruneModel(withoutFront(withFullWeights(parseModel(bytes))), 'logit');
}

/** From all squares of N pictures, the whole ones last, to those of native pixels and the whole ones. */
function partsModel(opset: number, count: number): OnnxModel {
  const graph = createGraph({ opset });
  const pixels = addInput(graph, 'pixels', 'float32', ['N', 3, 'side', 'side']);
  const constant = (...numbers: number[]): Value => addConstant(graph, ints(numbers));
  const rest = emitOne(graph, 'Slice', [emitOne(graph, 'Shape', [pixels]), constant(1), constant(4)]);
  const apart = emitOne(graph, 'Reshape', [
    pixels,
    emitOne(graph, 'Concat', [constant(-1, count), rest], { axis: 0 }),
  ]);
  const again = emitOne(graph, 'Concat', [constant(-1), rest], { axis: 0 });
  const part = (from: number, to: number): Value =>
    emitOne(graph, 'Reshape', [
      emitOne(graph, 'Slice', [apart, constant(from), constant(to), constant(1)]),
      again,
    ]);
  addOutput(graph, part(0, count - 1), 'squares');
  addOutput(graph, part(count - 1, count), 'one');
  return toModel(graph);
}

/** From the log-odds of N pictures and of their squares to a detector's outputs. */
function weighedModel(opset: number, count: number, weights: PairOptions['weights']): OnnxModel {
  const graph = createGraph({ opset });
  const times = (value: Value, factor: number): Value =>
    emitOne(graph, 'Mul', [value, addConstant(graph, scalar(factor))]);
  const row = (value: Value, length: number): Value =>
    emitOne(graph, 'Reshape', [value, addConstant(graph, ints([-1, length]))]);
  const whole = row(addInput(graph, 'whole', 'float32', ['N']), 1);
  const native = row(addInput(graph, 'native', 'float32', ['M']), count - 1);
  const sum = emitOne(graph, 'ReduceSum', [native, addConstant(graph, ints([1]))], { keepdims: 1 });
  const logit = emitOne(graph, 'Add', [
    times(whole, weights.whole),
    times(sum, weights.native / (count - 1)),
  ]);
  addOutput(graph, emitOne(graph, 'Reshape', [logit, addConstant(graph, ints([-1]))]), 'logit');
  const scores = emitOne(graph, 'Concat', [times(logit, 0.5), times(logit, -0.5)], { axis: 1 });
  addOutput(graph, emitOne(graph, 'Softmax', [scores], { axis: 1 }), 'probabilities');
  addOutput(graph, emitOne(graph, 'Concat', [native, whole], { axis: 1 }), TILE_LOGITS);
  return toModel(graph);
}
