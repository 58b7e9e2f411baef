import type * as Ort from 'onnxruntime-node';
import { AssayError } from '../errors.js';
import type { Tensor } from '../graph/index.js';
import { fromEngine, reason, toEngine, type Engine } from './session.js';

/** A tensor in the memory of the graphics processor. */
export interface Resident {
  readonly tensor: Ort.Tensor;
  /** Frees it. */
  dispose(): void;
}

/** A model on the graphics processor some of whose outputs stay there. */
export interface ResidentSession {
  /** Runs the model. Throws E_RUNTIME_RUN. */
  run(
    feeds: Readonly<Record<string, Tensor | Resident>>,
  ): Promise<{ results: Record<string, Tensor>; residents: Record<string, Resident> }>;
  release(): Promise<void>;
}

/**
 * Loads model bytes into an engine's WebGPU; the outputs named stay in its memory, to be fed again.
 * Throws E_RUNTIME_GRAPHICS where there is no such processor, E_RUNTIME_MODEL.
 */
export async function openResidentSession(
  engine: Engine,
  bytes: Uint8Array,
  residents: readonly string[],
): Promise<ResidentSession> {
  let session: Ort.InferenceSession;
  try {
    session = await engine.InferenceSession.create(bytes, {
      executionProviders: ['webgpu'],
      preferredOutputLocation: Object.fromEntries(residents.map((name) => [name, 'gpu-buffer' as const])),
      enableMemPattern: false,
      logSeverityLevel: 4, // what goes wrong is thrown; the engine need not print it as well
    });
  } catch (cause) {
    const what = reason(cause);
    if (/adapter|backend/i.test(what)) {
      throw new AssayError(
        'E_RUNTIME_GRAPHICS',
        `No graphics processor can be used here: ${what}. Install its Vulkan, Metal or Direct3D driver, or use --device cpu.`,
        { cause },
      );
    }
    throw new AssayError('E_RUNTIME_MODEL', `The engine refuses the model: ${what}`, { cause });
  }
  return {
    run: async (feeds) => {
      const given = Object.fromEntries(
        Object.entries(feeds).map(([name, value]) => [
          name,
          'tensor' in value ? value.tensor : toEngine(engine, value),
        ]),
      );
      try {
        const raw = Object.entries(await session.run(given)) as [string, Ort.Tensor][];
        const stays = ([, { location }]: [string, Ort.Tensor]): boolean => location === 'gpu-buffer';
        return {
          results: Object.fromEntries(
            raw.filter((entry) => !stays(entry)).map(([name, tensor]) => [name, fromEngine(tensor)]),
          ),
          residents: Object.fromEntries(
            raw.filter(stays).map(([name, tensor]) => [
              name,
              {
                tensor,
                dispose: () => {
                  tensor.dispose();
                },
              },
            ]),
          ),
        };
      } catch (cause) {
        throw new AssayError('E_RUNTIME_RUN', `The engine failed to run the model: ${reason(cause)}`, {
          cause,
        });
      }
    },
    release: () => session.release(),
  };
}
