import { FULL_SIDE } from '../image/index.js';
import { addConstant, emitOne, ints, scalar, type Graph, type Value } from '../graph/index.js';

/**
 * Adds what `areaView` does before its resize to a graph: uint8 [N, height, width, 3] of any size to the means of blocks
 * of whole pixels, of which at least `size` go along each side, uint8 too, to the same bits.
 */
export function emitAreaMeans(graph: Graph, image: Value, size: number): Value {
  return emitBlockMeans(graph, image, (extents) => extents.map((extent) => blockOf(graph, extent, size)));
}

/** Adds `nativePixels` to a graph, uint8 [N, height, width, 3] to the same, to the same bits. */
export function emitNativePixels(graph: Graph, image: Value): Value {
  return emitBlockMeans(graph, image, ([height, width]) => {
    const block = blockOf(graph, emitOne(graph, 'Max', [height!, width!]), FULL_SIDE);
    return [block, block];
  });
}

/** The side of a block, int64 [1], of which at least `size` go into `extent`, where it has so many pixels. */
function blockOf(graph: Graph, extent: Value, size: number): Value {
  const constant = (number: number): Value => addConstant(graph, ints([number]));
  return emitOne(graph, 'Max', [emitOne(graph, 'Div', [extent, constant(size)]), constant(1)]);
}

/** Adds `blockMeans` to a graph: `sidesOf` gives the blocks' height and width, int64 [1] each, of the picture's. */
function emitBlockMeans(
  graph: Graph,
  image: Value,
  sidesOf: (extents: readonly Value[]) => readonly Value[],
): Value {
  const op = (opType: string, a: Value, b: Value): Value => emitOne(graph, opType, [a, b]);
  const constant = (...numbers: number[]): Value => addConstant(graph, ints(numbers));
  const join = (...parts: Value[]): Value => emitOne(graph, 'Concat', parts, { axis: 0 });
  const cast = (value: Value, to: number): Value => emitOne(graph, 'Cast', [value], { to });
  const shape = emitOne(graph, 'Shape', [image]);
  const extents = [1, 2].map((axis) => emitOne(graph, 'Gather', [shape, constant(axis)]));
  const sides = sidesOf(extents);
  const [y, x] = extents.map((extent, i) => {
    const block = sides[i]!;
    const blocks = op('Div', extent, block);
    const covered = op('Mul', blocks, block);
    const start = op('Div', op('Sub', extent, covered), constant(2));
    return { block, blocks, start, end: op('Add', start, covered) };
  }) as [Axis, Axis];
  const middle = emitOne(graph, 'Slice', [image, join(y.start, x.start), join(y.end, x.end), constant(1, 2)]);
  const apart = emitOne(graph, 'Reshape', [
    middle,
    join(constant(-1), y.blocks, y.block, x.blocks, x.block, constant(3)),
  ]);
  const sums = emitOne(graph, 'ReduceSum', [cast(apart, INT32), constant(2, 4)], { keepdims: 0 });
  const area = cast(op('Mul', y.block, x.block), INT32);
  const half = op('Div', area, addConstant(graph, scalar(2, 'int32')));
  return cast(op('Div', op('Add', sums, half), area), UINT8);
}

/** How one side is cut into blocks, int64 [1] each. */
interface Axis {
  block: Value;
  blocks: Value;
  start: Value;
  end: Value;
}

/** TensorProto.DataType codes of the ONNX standard. */
const UINT8 = 2;
const INT32 = 6;
