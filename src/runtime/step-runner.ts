import { AssayError } from '../errors.js';
import { scalar, type Tensor, type TrainingStep } from '../graph/index.js';
import type { Random } from '../random.js';
import { copyBank, createBanks, type Banks } from './banks.js';
import { drawMasks, namedExtents } from './masks.js';
import type { Session } from './session.js';

/** The data of one batch by input name. */
export type Batch = Readonly<Record<string, Tensor>>;

/** What a step gives. */
export interface StepResult {
  /** The mean over the batches. */
  loss: number;
  /** √Σg² over every gradient, before any clipping. */
  gradientNorm: number;
  /** Of each batch. */
  outputs: Record<string, Tensor>[];
}

/** What one run needs beside the batches. */
export interface StepSettings {
  learningRate: number;
  number: number;
  random: Random;
}

/** Runs one step; one that fails leaves the state as it was. */
export type RunStep = (batches: readonly Batch[], settings: StepSettings) => Promise<StepResult>;

/** Runs steps over banks of state. */
export function createStepRunner(
  step: TrainingStep,
  sessions: { update: Session; accumulate: Session | null },
  banks: Banks,
): RunStep {
  const accumulators = step.accumulation?.accumulators ?? [];
  const sums = createBanks(accumulators);
  const statistics = step.state.filter(({ role }) => role === 'statistic');

  const runOne = async (
    session: Session,
    batch: Batch,
    settings: StepSettings,
    extra: Batch,
  ): Promise<StepResult> => {
    const updates = session === sessions.update;
    const state = updates ? step.state : statistics;
    const { learningRate, number, random } = settings;
    const masks = drawMasks(step.masks, namedExtents(step.inputs, batch), random);
    const rates = updates ? { learningRate: scalar(learningRate), step: scalar(number, 'float64') } : {};
    const read = updates ? banks.now : withoutUnused(session, banks.now);
    const fetches: Record<string, Tensor | null> = { loss: null, gradientNorm: null };
    for (const { name } of step.outputs) fetches[name] = null;
    const results = await session.run(
      { ...batch, ...read, ...masks, ...rates, ...sums.now, ...extra },
      { ...fetches, ...banks.room(state), ...(updates ? {} : sums.room(accumulators)) },
    );
    const loss = Number(results['loss']!.data[0]);
    const gradientNorm = Number(results['gradientNorm']!.data[0]);
    checkFinite(loss, gradientNorm, settings);
    banks.turn(state);
    if (!updates) sums.turn(accumulators);
    return {
      loss,
      gradientNorm,
      outputs: [Object.fromEntries(step.outputs.map(({ name }) => [name, results[name]!]))],
    };
  };

  return async (batches, settings) => {
    const { update, accumulate } = sessions;
    if (batches.length === 0 || (batches.length > 1 && !accumulate)) {
      throw new AssayError(
        'E_ARGUMENT',
        `A step was given ${batches.length} batches; expected one, or more for a step built with accumulate.`,
      );
    }
    const share = accumulate ? { share: scalar(1 / batches.length) } : {};
    for (const { name } of accumulators) (sums.now[name]!.data as Float32Array).fill(0);
    const before =
      batches.length > 1
        ? copyBank(
            banks,
            statistics.map(({ name }) => name),
          )
        : {};
    try {
      const results: StepResult[] = [];
      for (const batch of batches.slice(0, -1)) {
        results.push(await runOne(accumulate!, batch, settings, {}));
      }
      const last = await runOne(update, batches.at(-1)!, settings, share);
      results.push(last);
      return {
        loss: results.reduce((sum, { loss }) => sum + loss, 0) / batches.length,
        gradientNorm: last.gradientNorm,
        outputs: results.flatMap(({ outputs }) => outputs),
      };
    } catch (error) {
      for (const [name, tensor] of Object.entries(before)) {
        (banks.now[name]!.data as Float32Array).set(tensor.data as Float32Array);
      }
      throw error;
    }
  };
}

/** The accumulating graph does not take the optimiser's tensors. */
function withoutUnused(session: Session, tensors: Batch): Batch {
  return Object.fromEntries(
    session.inputs.flatMap(({ name }) => (Object.hasOwn(tensors, name) ? [[name, tensors[name]!]] : [])),
  );
}

/** Throws E_TRAIN_DIVERGED. */
export function checkFinite(
  loss: number,
  gradientNorm: number,
  { number, learningRate }: StepSettings,
): void {
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) return;
  const what = Number.isFinite(loss)
    ? `the gradients' norm became ${gradientNorm}`
    : `the loss became ${loss}`;
  throw new AssayError(
    'E_TRAIN_DIVERGED',
    `At step ${number} ${what} (learning rate ${learningRate}). The weights before this step are kept; lower the learning rate, clip gradients, or look for bad input.`,
  );
}
