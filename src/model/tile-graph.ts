import { addConstant, emitOne, ints, type Graph, type Value } from '../graph/index.js';

/** Where squares lie: from edge to edge (`tileView`), or in the middles of equal parts (`mixedView`). */
export type TilePlaces = 'edges' | 'middles';

/**
 * Cuts `tiles` × `tiles` squares of at most `size` pixels, spread evenly, out of uint8 [N, height, width, 3]:
 * [N · tiles², side, side, 3] row by row, as `tileView` and `mixedView` do before they resize.
 */
export function emitTiles(
  graph: Graph,
  image: Value,
  size: number,
  tiles: number,
  lie: TilePlaces = 'edges',
): Value {
  const op = (opType: string, a: Value, b: Value): Value => emitOne(graph, opType, [a, b]);
  const constant = (...numbers: number[]): Value => addConstant(graph, ints(numbers));
  const shape = emitOne(graph, 'Shape', [image]);
  const [height, width] = [1, 2].map((axis) => emitOne(graph, 'Gather', [shape, constant(axis)])) as [
    Value,
    Value,
  ];
  const side = op('Min', op('Min', height, width), constant(size));
  const all = constant(...Array.from({ length: size }, (_, i) => i));
  const within = emitOne(graph, 'Slice', [all, constant(0), side, constant(0)]);
  // As shares of the room: i of tiles − 1, or 2i + 1 of 2 · tiles.
  const places = constant(...Array.from({ length: tiles }, (_, i) => (lie === 'edges' ? i : 2 * i + 1)));
  const parts = constant(lie === 'edges' ? Math.max(1, tiles - 1) : 2 * tiles);
  /** The rows (or columns) of each square, one square after the other: int64 [tiles · side]. */
  const taken = (extent: Value): Value => {
    const room = op('Sub', extent, side);
    const starts = op('Div', op('Mul', places, room), parts);
    const column = emitOne(graph, 'Unsqueeze', [starts, constant(1)]);
    return emitOne(graph, 'Reshape', [op('Add', column, within), constant(-1)]);
  };
  const rows = emitOne(graph, 'Gather', [image, taken(height)], { axis: 1 });
  const mosaic = emitOne(graph, 'Gather', [rows, taken(width)], { axis: 2 });
  return emitLaidSquares(graph, mosaic, side, tiles);
}

/**
 * Takes `tiles` × `tiles` squares of `side` (int64 [1]) pixels that lie side by side, [N, tiles · side, tiles · side, 3],
 * apart: [N · tiles², side, side, 3] row by row.
 */
export function emitLaidSquares(graph: Graph, mosaic: Value, side: Value, tiles: number): Value {
  const constant = (...numbers: number[]): Value => addConstant(graph, ints(numbers));
  const join = (...parts: Value[]): Value => emitOne(graph, 'Concat', parts, { axis: 0 });
  const apart = emitOne(graph, 'Reshape', [
    mosaic,
    join(constant(-1, tiles), side, constant(tiles), side, constant(3)),
  ]);
  const together = emitOne(graph, 'Transpose', [apart], { perm: [0, 1, 3, 2, 4, 5] });
  return emitOne(graph, 'Reshape', [together, join(constant(-1), side, side, constant(3))]);
}
