import { addConstant, emitOne, ints, type Graph, type Value } from '../graph/index.js';

/**
 * Cuts the largest centred square of at most `size` pixels out of uint8 [N, height, width, 3], as `centreView`
 * does before it resizes.
 */
export function emitCentreSquare(graph: Graph, image: Value, size: number): Value {
  const op = (opType: string, a: Value, b: Value): Value => emitOne(graph, opType, [a, b]);
  const constant = (...numbers: number[]): Value => addConstant(graph, ints(numbers));
  const shape = emitOne(graph, 'Shape', [image]);
  const [extents, height, width] = [[1, 2], [1], [2]].map((axes) =>
    emitOne(graph, 'Gather', [shape, constant(...axes)]),
  ) as [Value, Value, Value];
  const side = op('Min', op('Min', height, width), constant(size));
  const starts = op('Div', op('Sub', extents, side), constant(2));
  return emitOne(graph, 'Slice', [image, starts, op('Add', starts, side), constant(1, 2)]);
}
