import type * as Ort from 'onnxruntime-node';
import { AssayError } from '../errors.js';
import { formatShape, type DataType, type Dim, type Tensor, type TypedArray } from '../graph/index.js';
import { writesIntoGivenTensors } from './engine-traits.js';

/** The part of onnxruntime's interface that is used here: onnxruntime-node and onnxruntime-web both give it. */
export type Engine = Pick<typeof Ort, 'InferenceSession' | 'Tensor'>;

/** An input or output of a session: its type, and its shape with names where any extent goes. */
export interface SessionValue {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly Dim[];
}

/** Model bytes ready to run. Calls of `run` may overlap. */
export interface Session {
  readonly inputs: readonly SessionValue[];
  readonly outputs: readonly SessionValue[];
  /**
   * Runs the model. `fetches` names the outputs wanted, or gives for each a tensor to be written into
   * (its data must not be a feed of the same call) or null for a new one; all outputs by default.
   * Throws E_RUNTIME_INPUT when a feed is missing, unknown, or of another type or shape; E_RUNTIME_RUN.
   */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    fetches?: readonly string[] | Readonly<Record<string, Tensor | null>>,
  ): Promise<Record<string, Tensor>>;
  /** Frees the model's memory. */
  release(): Promise<void>;
}

/**
 * Loads model bytes into a given engine; `createSession` does so with onnxruntime-node.
 * Throws E_RUNTIME_MODEL when the engine refuses them.
 */
export async function openSession(
  engine: Engine,
  bytes: Uint8Array,
  options: { threads?: number; plannedMemory?: boolean; provider?: 'webgpu' } = {},
): Promise<Session> {
  const { threads, plannedMemory = true, provider } = options;
  let session: Ort.InferenceSession;
  try {
    session = await engine.InferenceSession.create(bytes, {
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
      ...(provider && { executionProviders: [provider] }),
      interOpNumThreads: 1,
      enableMemPattern: plannedMemory,
      graphOptimizationLevel: 'all',
      // Threads that spin while they wait make a busy machine several times slower (bench/spinning.mjs).
      extra: { session: { intra_op: { allow_spinning: '0' } } },
      logSeverityLevel: 4, // what goes wrong is thrown; the engine need not print it as well
    });
  } catch (cause) {
    throw new AssayError('E_RUNTIME_MODEL', `The engine refuses the model: ${reason(cause)}`, { cause });
  }
  const inputs = describe(session.inputMetadata);
  const outputs = describe(session.outputMetadata);
  return {
    inputs,
    outputs,
    run: async (feeds, fetches) => {
      checkFeeds(inputs, feeds);
      const given = Object.fromEntries(inputs.map(({ name }) => [name, toEngine(engine, feeds[name]!)]));
      const rooms = roomsOf(fetches);
      const wanted = Array.isArray(fetches) ? fetches : Object.keys(fetches ?? {});
      let results: Record<string, Tensor>;
      try {
        const direct = Object.keys(rooms).length > 0 && (await writesIntoGivenTensors(engine));
        const asked = Object.fromEntries(
          wanted.map((name) => [name, direct && rooms[name] ? toEngine(engine, rooms[name]) : null]),
        );
        const raw = await (fetches === undefined ? session.run(given) : session.run(given, asked));
        results = Object.fromEntries(
          Object.entries(raw).map(([name, value]) => [name, fromEngine(value as Ort.Tensor)]),
        );
        if (!direct) copyInto(rooms, results);
      } catch (cause) {
        throw new AssayError('E_RUNTIME_RUN', `The engine failed to run the model: ${reason(cause)}`, {
          cause,
        });
      }
      return results;
    },
    release: () => session.release(),
  };
}

function describe(metadata: readonly Ort.InferenceSession.ValueMetadata[]): SessionValue[] {
  return metadata.flatMap((entry) =>
    entry.isTensor
      ? [
          {
            name: entry.name,
            type: entry.type as DataType,
            shape: entry.shape.map((dim, i) => (dim === '' ? `${entry.name}_dim_${i}` : dim)),
          },
        ]
      : [],
  );
}

function checkFeeds(inputs: readonly SessionValue[], feeds: Readonly<Record<string, Tensor>>): void {
  for (const { name, type, shape } of inputs) {
    const tensor = Object.hasOwn(feeds, name) ? feeds[name] : undefined;
    const fits =
      tensor?.type === type &&
      tensor.dims.length === shape.length &&
      shape.every((dim, i) => typeof dim === 'string' || dim === tensor.dims[i]);
    if (!fits) {
      const found = tensor ? `${tensor.type}${formatShape(tensor.dims)}` : 'nothing';
      throw new AssayError(
        'E_RUNTIME_INPUT',
        `The model's input "${name}" takes ${type}${formatShape(shape)} and was given ${found}.`,
      );
    }
  }
  for (const name of Object.keys(feeds)) {
    if (!inputs.some((input) => input.name === name)) {
      const known = inputs.map((input) => input.name).join(', ');
      throw new AssayError('E_RUNTIME_INPUT', `The model has no input "${name}". Its inputs: ${known}.`);
    }
  }
}

export function toEngine(engine: Engine, { type, data, dims }: Tensor): Ort.Tensor {
  return new engine.Tensor(type as 'float32', data as Float32Array, dims);
}

/** The tensors to be written into. */
function roomsOf(
  fetches: readonly string[] | Readonly<Record<string, Tensor | null>> | undefined,
): Record<string, Tensor> {
  if (fetches === undefined || Array.isArray(fetches)) return {};
  return Object.fromEntries(
    Object.entries(fetches as Readonly<Record<string, Tensor | null>>).flatMap(([name, room]) =>
      room ? [[name, room]] : [],
    ),
  );
}

/** Moves results into their rooms, for engines that do not write there themselves. */
function copyInto(rooms: Record<string, Tensor>, results: Record<string, Tensor>): void {
  for (const [name, room] of Object.entries(rooms)) {
    (room.data as Float32Array).set(results[name]!.data as Float32Array);
    results[name] = room;
  }
}

export function fromEngine(value: Ort.Tensor): Tensor {
  const type = value.type as DataType;
  const data = value.data as TypedArray;
  // Newer JavaScript has Float16Array; graphs here keep float16 as bit patterns.
  const plain =
    type === 'float16' && !(data instanceof Uint16Array)
      ? new Uint16Array(
          (data as Uint8Array).buffer as ArrayBuffer,
          (data as Uint8Array).byteOffset,
          value.size,
        )
      : data;
  return { type, dims: [...value.dims], data: plain };
}

/** What an error says. */
export function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
