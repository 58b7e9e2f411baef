import {
  addConstant,
  addInput,
  addOutput,
  createGraph,
  emitOne,
  ints,
  scalar,
  tensor,
  toModel,
  type Graph,
  type OnnxModel,
  type Value,
} from '../graph/index.js';
import { emitAreaMeans } from './area-graph.js';
import { emitCentreSquare } from './centre-graph.js';
import { hasTiles, type DetectorView } from './detector-info.js';
import { emitResizeLinear } from './resize-graph.js';
import { emitMixedSquares } from './mixed-graph.js';
import { emitLaidSquares, emitTiles } from './tile-graph.js';

/** How a network takes pictures. */
export interface NetworkInput {
  layout: 'nchw' | 'nhwc';
  channels: 'rgb' | 'bgr';
  /** Pixels of 0..255 are multiplied by this, */
  scale: number;
  /** then this is subtracted, a number for each channel in the order they are fed, */
  mean: readonly number[];
  /** and the result divided by this. */
  std: readonly number[];
  type: 'float32' | 'float16';
}

/**
 * How pictures come to a model: as they are, as one square of its size each, or as views (`viewOf`), which are that
 * too, but of the views `tiles` and `mixed`: there all squares of a picture are laid side by side.
 */
export type GivenAs = 'any' | 'squares' | 'views';

/** Name of the input of every model that takes pictures as they are decoded: uint8 [N, height, width, 3], RGB. */
export const IMAGE_INPUT = 'image';

/**
 * The front of every model: `image`, uint8 [N, height, width, 3] of any size, through OpenCV's bilinear resize
 * to a square and the network's own normalisation, to the value `output`.
 */
export function inputModel(options: {
  size: number;
  view: DetectorView['kind'];
  /** Of the views `tiles` and `mixed`: squares a side. */
  tiles?: number;
  input: NetworkInput;
  opset: number;
  output: string;
  /** How pictures come; `any` by default. */
  given?: GivenAs;
}): OnnxModel {
  const { size, input, given = 'any' } = options;
  const graph = createGraph({ opset: options.opset });
  const op = (opType: string, a: Value, b: Value): Value => emitOne(graph, opType, [a, b]);
  const perChannel = (values: readonly number[]): Value => addConstant(graph, tensor('float32', [3], values));

  const image = addInput(graph, IMAGE_INPUT, 'uint8', ['N', 'height', 'width', 3]);
  let value = image;
  if (given === 'any' && options.view === 'mixed') {
    value = emitMixedSquares(graph, image, size, options.tiles ?? 1);
  } else if (given === 'any') {
    value = emitResizeLinear(graph, squares(graph, image, options), size);
  } else if (given === 'views' && hasTiles(options.view)) {
    value = emitLaidSquares(graph, image, addConstant(graph, ints([size])), options.tiles ?? 1);
  }
  value = emitOne(graph, 'Cast', [value], { to: FLOAT });
  if (input.channels === 'bgr') {
    value = emitOne(graph, 'Gather', [value, addConstant(graph, ints([2, 1, 0]))], { axis: 3 });
  }
  if (input.scale !== 1) value = op('Mul', value, addConstant(graph, scalar(input.scale)));
  if (input.mean.some((mean) => mean !== 0)) value = op('Sub', value, perChannel(input.mean));
  if (input.std.some((std) => std !== 1)) value = op('Div', value, perChannel(input.std));
  if (input.layout === 'nchw') value = emitOne(graph, 'Transpose', [value], { perm: [0, 3, 1, 2] });
  if (input.type === 'float16') value = emitOne(graph, 'Cast', [value], { to: FLOAT16 });
  addOutput(graph, value, options.output);
  return toModel(graph);
}

function squares(
  graph: Graph,
  image: Value,
  { view, size, tiles = 1 }: { view: DetectorView['kind']; size: number; tiles?: number },
): Value {
  if (view === 'tiles') return emitTiles(graph, image, size, tiles);
  if (view === 'area') return emitAreaMeans(graph, image, size);
  return view === 'crop' ? emitCentreSquare(graph, image, size) : image;
}

/** TensorProto.DataType codes of the ONNX standard. */
const FLOAT = 1;
const FLOAT16 = 10;
