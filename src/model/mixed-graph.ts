import { addConstant, emitOne, ints, type Graph, type Value } from '../graph/index.js';
import { emitAreaMeans, emitNativePixels } from './area-graph.js';
import { emitResizeLinear } from './resize-graph.js';
import { emitTiles } from './tile-graph.js';

/**
 * The squares of `mixedView`, apart: of uint8 [N, height, width, 3] of any size uint8 [N · tiles², size, size, 3], of each
 * picture the squares of native pixels row by row, then all of it.
 */
export function emitMixedSquares(graph: Graph, image: Value, size: number, tiles: number): Value {
  const constant = (...numbers: number[]): Value => addConstant(graph, ints(numbers));
  const perPicture = (squares: Value, count: number): Value =>
    emitOne(graph, 'Reshape', [squares, constant(-1, count, size, size, 3)]);
  const native = emitTiles(graph, emitNativePixels(graph, image), size, tiles, 'middles');
  const cut = perPicture(emitResizeLinear(graph, native, size), tiles * tiles);
  const kept = emitOne(graph, 'Slice', [cut, constant(0), constant(-1), constant(1)]);
  const whole = perPicture(emitResizeLinear(graph, emitAreaMeans(graph, image, size), size), 1);
  const all = emitOne(graph, 'Concat', [kept, whole], { axis: 1 });
  return emitOne(graph, 'Reshape', [all, constant(-1, size, size, 3)]);
}
