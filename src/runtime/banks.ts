import { AssayError } from '../errors.js';
import { formatShape, sizeOf, type StateTensor, type Tensor } from '../graph/index.js';

/**
 * State tensors in two banks of preallocated memory: a run reads `now` and writes `next`, and only when all
 * went well are the tensors that it wrote turned over. Nothing is copied, and a failed run leaves no trace.
 */
export interface Banks {
  /** What a run reads, by name. */
  readonly now: Record<string, Tensor>;
  /** Where a run writes, by the name of its output. */
  room(outputs: readonly { name: string; output: string | null }[]): Record<string, Tensor>;
  /** Makes what was written the state. */
  turn(outputs: readonly { name: string; output: string | null }[]): void;
}

/** Makes zeroed banks for these tensors. */
export function createBanks(entries: readonly { name: string; shape: readonly number[] }[]): Banks {
  const now: Record<string, Tensor> = {};
  const next: Record<string, Tensor> = {};
  for (const { name, shape } of entries) {
    now[name] = blank(shape);
    next[name] = blank(shape);
  }
  return {
    now,
    room: (outputs) =>
      Object.fromEntries(
        outputs.flatMap(({ name, output }) => (output === null ? [] : [[output, next[name]!]])),
      ),
    turn: (outputs) => {
      for (const { name, output } of outputs) {
        if (output !== null) [now[name], next[name]] = [next[name]!, now[name]!];
      }
    },
  };
}

function blank(shape: readonly number[]): Tensor {
  return { type: 'float32', dims: [...shape], data: new Float32Array(sizeOf(shape)) };
}

/** Writes numbers into a tensor of the bank. Throws E_GRAPH_SHAPE when there are too many or too few. */
export function fillBank(banks: Banks, entry: StateTensor, data: Float32Array): void {
  const room = banks.now[entry.name]!.data as Float32Array;
  if (data.length !== room.length) {
    throw new AssayError(
      'E_GRAPH_SHAPE',
      `"${entry.name}" ${formatShape(entry.shape)} takes ${room.length} numbers, but ${data.length} were given.`,
    );
  }
  room.set(data);
}

/** Copies of tensors of the bank. */
export function copyBank(banks: Banks, names: readonly string[]): Record<string, Tensor> {
  return Object.fromEntries(
    names.map((name) => {
      const { type, dims, data } = banks.now[name]!;
      return [name, { type, dims: [...dims], data: (data as Float32Array).slice() } satisfies Tensor];
    }),
  );
}
