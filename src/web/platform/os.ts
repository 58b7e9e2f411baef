/** What Assay asks of `node:os`, in a browser. */
export function availableParallelism(): number {
  return Math.max(1, globalThis.navigator.hardwareConcurrency || 1);
}

/** Bytes; a browser does not tell how many there are. */
export function totalmem(): number {
  return Infinity;
}
