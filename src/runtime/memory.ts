import { totalmem } from 'node:os';
import { AssayError } from '../errors.js';
import type { TrainingStep } from '../graph/index.js';

/** What onnxruntime takes beside the values themselves, for packed kernels and whole blocks: 1.1 to 1.2 times measured. */
const OVERHEAD = 1.3;

/**
 * Refuses a training step that would not fit into the machine's memory, before the engine tries: all of it (or what
 * the process is confined to), since what is free now changes by the minute. Throws E_RUNTIME_MEMORY, saying about
 * what batch would fit.
 */
export function checkMemory(
  step: Pick<TrainingStep, 'peakBytes' | 'inputs'>,
  available = machineMemory(),
): void {
  if (step.peakBytes === undefined) return;
  const needed = step.peakBytes * OVERHEAD;
  if (needed <= available) return;
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  const batch = step.inputs.find(({ shape }) => typeof shape[0] === 'number')?.shape[0];
  const fits = typeof batch === 'number' ? Math.floor((batch * available) / needed) : 0;
  const advice = fits > 0 ? `A batch of about ${fits} fits` : 'Not even a batch of one is sure to fit';
  throw new AssayError(
    'E_RUNTIME_MEMORY',
    `A training step over a batch of ${batch ?? 'this size'} needs about ${gigabytes(needed)} of memory and the machine has ${gigabytes(available)}. ${advice} (--batch, with --accumulate for as many pictures an update as now; --recompute halves what many layers need); or train smaller views, or fewer layers.`,
  );
}

/** Bytes of memory that the process may come to use: the machine's, or less where a container is confined. */
export function machineMemory(): number {
  const confined = 'process' in globalThis ? process.constrainedMemory() : 0; // a browser has no process
  return confined > 0 ? Math.min(confined, totalmem()) : totalmem();
}
