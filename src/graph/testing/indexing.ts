/** The coordinates of a flat position in a row-major array. */
export function toIndex(at: number, dims: readonly number[]): number[] {
  const index = new Array<number>(dims.length);
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    index[axis] = at % dims[axis]!;
    at = Math.floor(at / dims[axis]!);
  }
  return index;
}

/** The flat position of coordinates. */
export function fromIndex(index: readonly number[], dims: readonly number[]): number {
  return index.reduce((at, i, axis) => at * dims[axis]! + i, 0);
}

/** The number of elements. */
export function count(dims: readonly number[]): number {
  return dims.reduce((a, b) => a * b, 1);
}

/** An axis counted from the front. */
export function front(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
