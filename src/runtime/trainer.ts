import { AssayError } from '../errors.js';
import {
  formatShape,
  type StateTensor,
  type Target,
  type Tensor,
  type TrainingStep,
} from '../graph/index.js';
import { createRandom, restoreRandom, type Random, type RandomState } from '../random.js';
import { copyBank, createBanks, fillBank, type Banks } from './banks.js';
import { channelBlockOf } from './channel-block.js';
import { createSession, loadEngine } from './create-session.js';
import { createGraphicsRunner } from './graphics-runner.js';
import { checkMemory } from './memory.js';
import { createStepRunner, type Batch, type RunStep, type StepResult } from './step-runner.js';
import type { Engine } from './session.js';

/** Everything a trainer needs to go on exactly where it was. */
export interface TrainerState {
  /** Steps done. */
  steps: number;
  /** The generator of the masks. */
  random: RandomState;
  /** Parameters, running statistics and averages, and the optimiser's tensors by name. */
  tensors: Record<string, Tensor>;
}

/** Runs a training step again and again, keeping its state. One step at a time. */
export interface Trainer {
  /**
   * Trains on one batch, or on several whose gradients are averaged before one update (for a step built
   * with `accumulate`). Masks are drawn from `random`, or from the trainer's own generator.
   * Throws E_TRAIN_DIVERGED when loss or gradients are not finite: the state stays that before the step.
   * Also E_RUNTIME_INPUT, E_RUNTIME_RUN, E_ARGUMENT.
   */
  step(
    batch: Batch | readonly Batch[],
    options: { learningRate: number; random?: Random },
  ): Promise<StepResult>;
  /**
   * Makes what the calls below give the state after the last step, where a graphics processor keeps it; until then
   * they give the state of the last call. Without one there is nothing to do.
   */
  settle(): Promise<void>;
  /**
   * Copies of the parameters and running statistics: what `buildInference` takes. With `average`, the
   * running averages of the parameters in their place, where the step keeps them.
   */
  parameters(options?: { average?: boolean }): Record<string, Tensor>;
  /** A copy of everything. */
  state(): TrainerState;
  /** Goes back, or on, to a state. Throws E_CHECKPOINT_INVALID when it is not of this network. */
  restore(state: TrainerState): void;
  /**
   * Puts values in the place of some tensors' by name, after `settle`. Throws E_GRAPH_SHAPE when there are too many or
   * too few numbers.
   */
  assign(values: Readonly<Record<string, Float32Array>>): void;
  release(): Promise<void>;
}

/** What a training step is computed by. */
export type Device = 'cpu' | 'gpu';

/** How a trainer is made. */
export interface TrainerOptions {
  threads?: number;
  engine?: Engine;
  /** What computes; `gpu` is any graphics processor that the engine's WebGPU can use. By default the processor. */
  device?: Device;
  /** Draws the first weights and, unless a step brings its own generator, the masks. */
  random?: Random;
  /** Starts here instead of at first weights. */
  state?: TrainerState;
  /** Values for some tensors instead of their initialisers' (weights trained before). */
  values?: Readonly<Record<string, Tensor>>;
}

/**
 * Loads a training step into the engine. The same seed and threads give the same bytes on a processor; on a
 * graphics processor sums may differ in their last bits. Throws E_RUNTIME_MEMORY, E_RUNTIME_GRAPHICS, E_RUNTIME_MODEL
 * and as `restore`.
 */
export async function createTrainer(portable: TrainingStep, options: TrainerOptions = {}): Promise<Trainer> {
  const { random = createRandom(0), threads, values = {} } = options;
  const engine = options.engine ?? (await loadEngine());
  const device = options.device ?? 'cpu';
  if (!options.engine && device === 'cpu') checkMemory(portable);
  const target = await targetOf(engine, device);
  const step = target.kind === 'any' ? portable : portable.writtenFor(target);
  const banks = createBanks(step.state);
  const runner =
    device === 'gpu'
      ? await createGraphicsRunner(step, engine, banks)
      : await createProcessorRunner(step, { engine, threads }, banks);
  const { run } = runner;
  setFirstValues(step.state, banks, values, random.fork('initialise'));
  let masks = random.fork('masks');
  let steps = 0;

  const restore = (state: TrainerState): void => {
    for (const entry of step.state) checkTensor(entry, state.tensors);
    for (const entry of step.state) {
      fillBank(banks, entry, state.tensors[entry.name]!.data as Float32Array);
    }
    runner.push();
    masks = restoreRandom(state.random);
    steps = state.steps;
  };
  if (options.state) restore(options.state);

  return {
    step: async (batch, { learningRate, random: own }) => {
      const before = masks.state();
      try {
        const batches: readonly Batch[] = Array.isArray(batch) ? batch : [batch as Batch];
        const result = await run(batches, { learningRate, number: steps + 1, random: own ?? masks });
        steps++;
        return result;
      } catch (error) {
        masks = restoreRandom(before);
        throw error;
      }
    },
    settle: () => runner.pull(),
    parameters: ({ average = false } = {}) => {
      const kept = step.state.filter(({ role }) => role === 'parameter' || role === 'statistic');
      const copies = copyBank(banks, names(kept));
      if (average) {
        const averages = step.state.filter(({ role }) => role === 'average');
        const values = copyBank(banks, names(averages));
        for (const { name, startsAs } of averages) copies[startsAs!] = values[name]!;
      }
      return copies;
    },
    state: () => ({ steps, random: masks.state(), tensors: copyBank(banks, names(step.state)) }),
    restore,
    assign: (values) => {
      for (const entry of step.state) {
        const given = Object.hasOwn(values, entry.name) ? values[entry.name] : undefined;
        if (given) fillBank(banks, entry, given);
      }
      runner.push();
    },
    release: () => runner.release(),
  };
}

async function targetOf(engine: Engine, device: Device): Promise<Target> {
  if (device === 'gpu') return { kind: 'graphics' };
  const channels = await channelBlockOf(engine);
  return channels > 0 ? { kind: 'blocks', channels } : { kind: 'any' };
}

async function createProcessorRunner(
  step: TrainingStep,
  { engine, threads }: { engine: Engine; threads: number | undefined },
  banks: Banks,
): Promise<{ run: RunStep; pull(): Promise<void>; push(): void; release(): Promise<void> }> {
  const load = (bytes: Uint8Array) =>
    createSession(bytes, {
      engine,
      plannedMemory: false,
      ...(threads === undefined ? {} : { threads }),
    });
  const update = await load(step.bytes);
  const accumulate = step.accumulation ? await load(step.accumulation.bytes) : null;
  return {
    run: createStepRunner(step, { update, accumulate }, banks),
    pull: () => Promise.resolve(),
    push: () => undefined,
    release: async () => {
      await update.release();
      await accumulate?.release();
    },
  };
}

function names(entries: readonly StateTensor[]): string[] {
  return entries.map(({ name }) => name);
}

function setFirstValues(
  state: readonly StateTensor[],
  banks: Banks,
  values: Readonly<Record<string, Tensor>>,
  random: Random,
): void {
  for (const entry of state) {
    const given = Object.hasOwn(values, entry.name) ? values[entry.name] : undefined;
    fillBank(
      banks,
      entry,
      (given?.data as Float32Array | undefined) ?? entry.initialise(random.fork(entry.name)),
    );
  }
  for (const entry of state) {
    if (entry.startsAs !== null && !Object.hasOwn(values, entry.name)) {
      fillBank(banks, entry, banks.now[entry.startsAs]!.data as Float32Array);
    }
  }
}

function checkTensor(entry: StateTensor, tensors: Readonly<Record<string, Tensor>>): void {
  const tensor = Object.hasOwn(tensors, entry.name) ? tensors[entry.name] : undefined;
  if (tensor?.type === 'float32' && tensor.dims.join() === entry.shape.join()) return;
  const found = tensor ? `${tensor.type}${formatShape(tensor.dims)}` : 'nothing';
  throw new AssayError(
    'E_CHECKPOINT_INVALID',
    `The saved state holds ${found} for "${entry.name}", where this network needs float32${formatShape(entry.shape)}. Use the state that goes with this network.`,
  );
}
