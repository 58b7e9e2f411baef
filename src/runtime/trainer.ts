import { AssayError } from '../errors.js';
import {
  formatShape,
  scalar,
  sizeOf,
  type Dim,
  type StateTensor,
  type Tensor,
  type TrainingStep,
} from '../graph/index.js';
import { createRandom, restoreRandom, type Random, type RandomState } from '../random.js';
import { createSession } from './create-session.js';
import type { Engine, Session } from './session.js';

/** Everything a trainer needs to go on exactly where it was. */
export interface TrainerState {
  /** Steps done. */
  steps: number;
  /** The generator of the masks. */
  random: RandomState;
  /** Parameters, running statistics and the optimiser's tensors by name. */
  tensors: Record<string, Tensor>;
}

/** What a step gives. */
export interface StepResult {
  loss: number;
  /** √Σg² over every gradient, before any clipping. */
  gradientNorm: number;
  outputs: Record<string, Tensor>;
}

/** Runs a training step again and again, keeping its state. One step at a time. */
export interface Trainer {
  /**
   * Trains on one batch. Masks are drawn from `random`, or from the trainer's own generator.
   * Throws E_TRAIN_DIVERGED when loss or gradients are not finite: the state stays that before the step.
   * Also E_RUNTIME_INPUT, E_RUNTIME_RUN.
   */
  step(
    batch: Readonly<Record<string, Tensor>>,
    options: { learningRate: number; random?: Random },
  ): Promise<StepResult>;
  /** Copies of the parameters and running statistics: what `buildInference` takes. */
  parameters(): Record<string, Tensor>;
  /** A copy of everything. */
  state(): TrainerState;
  /** Goes back, or on, to a state. Throws E_CHECKPOINT_INVALID when it is not of this network. */
  restore(state: TrainerState): void;
  release(): Promise<void>;
}

/** How a trainer is made. */
export interface TrainerOptions {
  threads?: number;
  engine?: Engine;
  /** Draws the first weights and, unless a step brings its own generator, the masks. */
  random?: Random;
  /** Starts here instead of at first weights. */
  state?: TrainerState;
  /** Values for some tensors instead of their initialisers' (pretrained weights). */
  values?: Readonly<Record<string, Tensor>>;
}

/**
 * Loads a training step into the engine. State tensors live in two banks of preallocated memory: a step
 * reads one and writes the other, so nothing is copied, and a step that fails leaves the last good one.
 * The same seed and threads give the same bytes. Throws E_RUNTIME_MODEL and as `restore`.
 */
export async function createTrainer(step: TrainingStep, options: TrainerOptions = {}): Promise<Trainer> {
  const { random = createRandom(0), threads, engine, values = {} } = options;
  const session = await createSession(step.bytes, {
    flushDenormals: true,
    ...(threads === undefined ? {} : { threads }),
    ...(engine ? { engine } : {}),
  });
  const first = random.fork('initialise');
  let banks = emptyBanks(step.state);
  for (const entry of step.state) {
    const data = values[entry.name]?.data ?? entry.initialise(first.fork(entry.name));
    copyInto(banks.now, entry, data as Float32Array);
  }
  let masks = random.fork('masks');
  let steps = 0;

  const restore = (state: TrainerState): void => {
    const next = emptyBanks(step.state);
    for (const entry of step.state) {
      const tensor = Object.hasOwn(state.tensors, entry.name) ? state.tensors[entry.name] : undefined;
      if (tensor?.type !== 'float32' || tensor.dims.join() !== entry.shape.join()) {
        const found = tensor ? `${tensor.type}${formatShape(tensor.dims)}` : 'nothing';
        throw new AssayError(
          'E_CHECKPOINT_INVALID',
          `The saved state holds ${found} for "${entry.name}", where this network needs float32${formatShape(entry.shape)}. Use the state that goes with this network.`,
        );
      }
      copyInto(next.now, entry, tensor.data as Float32Array);
    }
    banks = next;
    masks = restoreRandom(state.random);
    steps = state.steps;
  };
  if (options.state) restore(options.state);

  return {
    step: async (batch, { learningRate, random: own }) => {
      const before = masks.state();
      const result = await runStep(session, step, banks, {
        batch,
        learningRate,
        number: steps + 1,
        random: own ?? masks,
      }).catch((error: unknown) => {
        masks = restoreRandom(before);
        throw error;
      });
      banks = { now: banks.next, next: banks.now };
      steps++;
      return result;
    },
    parameters: () => copies(banks.now, step.state, (entry) => entry.role !== 'slot'),
    state: () => ({ steps, random: masks.state(), tensors: copies(banks.now, step.state, () => true) }),
    restore,
    release: () => session.release(),
  };
}

type Bank = Record<string, Tensor>;

function emptyBanks(state: readonly StateTensor[]): { now: Bank; next: Bank } {
  const now: Bank = {};
  const next: Bank = {};
  for (const { name, shape, output } of state) {
    const make = (): Tensor => ({ type: 'float32', dims: [...shape], data: new Float32Array(sizeOf(shape)) });
    now[name] = make();
    next[name] = output === null ? now[name] : make();
  }
  return { now, next };
}

function copyInto(bank: Bank, entry: StateTensor, data: Float32Array): void {
  const room = bank[entry.name]!.data as Float32Array;
  if (data.length !== room.length) {
    throw new AssayError(
      'E_GRAPH_SHAPE',
      `"${entry.name}" ${formatShape(entry.shape)} takes ${room.length} numbers, but ${data.length} were given.`,
    );
  }
  room.set(data);
}

function copies(
  bank: Bank,
  state: readonly StateTensor[],
  wanted: (entry: StateTensor) => boolean,
): Record<string, Tensor> {
  return Object.fromEntries(
    state.filter(wanted).map(({ name, shape }) => [
      name,
      {
        type: 'float32',
        dims: [...shape],
        data: (bank[name]!.data as Float32Array).slice(),
      } satisfies Tensor,
    ]),
  );
}

async function runStep(
  session: Session,
  step: TrainingStep,
  banks: { now: Bank; next: Bank },
  run: {
    batch: Readonly<Record<string, Tensor>>;
    learningRate: number;
    number: number;
    random: Random;
  },
): Promise<StepResult> {
  const feeds: Record<string, Tensor> = {
    ...run.batch,
    ...banks.now,
    learningRate: scalar(run.learningRate),
    step: scalar(run.number, 'float64'),
  };
  const sizes = namedExtents(step, run.batch);
  for (const mask of step.masks) feeds[mask.name] = drawMask(mask.shape, mask.keepRate, sizes, run.random);
  const fetches: Record<string, Tensor | null> = { loss: null, gradientNorm: null };
  for (const output of step.outputs) fetches[output.name] = null;
  for (const { name, output } of step.state) if (output !== null) fetches[output] = banks.next[name]!;
  const results = await session.run(feeds, fetches);
  const loss = Number(results['loss']!.data[0]);
  const gradientNorm = Number(results['gradientNorm']!.data[0]);
  if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
    const what = Number.isFinite(loss)
      ? `the gradients' norm became ${gradientNorm}`
      : `the loss became ${loss}`;
    throw new AssayError(
      'E_TRAIN_DIVERGED',
      `At step ${run.number} ${what} (learning rate ${run.learningRate}). The weights before this step are kept; lower the learning rate, clip gradients, or look for bad input.`,
    );
  }
  return {
    loss,
    gradientNorm,
    outputs: Object.fromEntries(step.outputs.map(({ name }) => [name, results[name]!])),
  };
}

/** What the names in the inputs' shapes stand for in this batch. */
function namedExtents(step: TrainingStep, batch: Readonly<Record<string, Tensor>>): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { name, shape } of step.inputs) {
    const dims = batch[name]?.dims ?? [];
    shape.forEach((dim, i) => {
      const extent = dims[i];
      if (typeof dim === 'string' && extent !== undefined) sizes.set(dim, extent);
    });
  }
  return sizes;
}

function drawMask(
  shape: readonly Dim[],
  keepRate: number,
  sizes: ReadonlyMap<string, number>,
  random: Random,
): Tensor {
  const dims = shape.map((dim) => (typeof dim === 'number' ? dim : (sizes.get(dim) ?? 0)));
  const data = new Float32Array(sizeOf(dims));
  const kept = 1 / keepRate;
  for (let i = 0; i < data.length; i++) if (random.next() < keepRate) data[i] = kept;
  return { type: 'float32', dims, data };
}
