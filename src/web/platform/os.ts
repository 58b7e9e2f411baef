/** What Assay asks of `node:os`, in a browser. */
export function availableParallelism(): number {
  return Math.max(1, globalThis.navigator.hardwareConcurrency || 1);
}
