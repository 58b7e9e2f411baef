import { availableParallelism } from 'node:os';
import { AssayError } from '../errors.js';
import { openSession, reason, type Engine, type Session } from './session.js';
import { disableTelemetry } from './telemetry.js';

/** How a session runs. */
export interface SessionOptions {
  /** Threads within an operator; by default as many as the machine runs at once. */
  threads?: number;
  /** The engine; onnxruntime-node by default, loaded at the first use. */
  engine?: Engine;
  /**
   * Lays out all values in one block after the first run (the default). A graph as large as a training step then
   * takes twice the memory and is no faster.
   */
  plannedMemory?: boolean;
  /** What the engine computes on, where it has more than the processor; what that cannot do is done there. */
  provider?: 'webgpu';
}

/** Loads model bytes into the engine. Throws E_ARGUMENT, E_RUNTIME_MISSING, E_RUNTIME_MODEL. */
export async function createSession(bytes: Uint8Array, options: SessionOptions = {}): Promise<Session> {
  const { threads = availableParallelism(), plannedMemory = true, provider } = options;
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024) {
    throw new AssayError('E_ARGUMENT', `threads is ${threads}; expected a whole number from 1 to 1024.`);
  }
  const engine = options.engine ?? (await loadEngine());
  return openSession(engine, bytes, { threads, plannedMemory, ...(provider && { provider }) });
}

/** onnxruntime-node, with its telemetry off. Throws E_RUNTIME_MISSING. */
export async function loadEngine(): Promise<Engine> {
  disableTelemetry();
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    throw new AssayError(
      'E_RUNTIME_MISSING',
      `onnxruntime-node could not be loaded: ${reason(cause)}. Run npm install again on a platform it supports (Linux, macOS or Windows on x64 or arm64).`,
      { cause },
    );
  }
}
