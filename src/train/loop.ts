import type { Random } from '../random.js';
import { afterEpoch, type CallbackOptions, initialCallbackState, plateauLearningRate } from './callbacks.js';
import type { Checkpoint } from './checkpoint.js';
import type { EpochRecord } from './history.js';
import type { BatchProgress, Learner } from './learner.js';
import { learningRateAt, type Schedule } from './schedule.js';

/** What the loop tells while it runs. */
export interface LoopEvents {
  /** Before the first: how many epochs the whole run has. */
  onEpochs?(total: number): void;
  onEpochStart?(epoch: number, learningRate: number): void;
  onBatch?(progress: BatchProgress): void;
  onEpochEnd?(
    record: EpochRecord,
    decision: { isBest: boolean; stop: boolean; reducedLearningRate: boolean },
  ): void;
}

/** What the loop needs. */
export interface LoopOptions {
  learner: Learner;
  epochs: number;
  schedule: Schedule;
  /** Epochs over which the learning rate first rises from 0. */
  warmUp: number;
  callbacks: CallbackOptions;
  /** The run's generator; each epoch draws from its own fork, so no draw depends on an earlier epoch. */
  random: Random;
  /** Where to go on; null starts at the beginning. */
  from: Checkpoint | null;
  /** Called when an epoch is the best so far, before its checkpoint is saved. */
  saveBest(): Promise<void>;
  saveCheckpoint(checkpoint: Checkpoint): Promise<void>;
  events?: LoopEvents;
  signal?: AbortSignal;
}

/**
 * Runs epochs until they are done or a callback stops them, saving after each, and returns the last
 * checkpoint. Killed at any moment and started again from the saved checkpoint, it comes to the same bytes.
 */
export async function runEpochs(options: LoopOptions): Promise<Checkpoint> {
  const { learner, callbacks, events = {}, signal } = options;
  let last: Checkpoint = options.from ?? {
    epochs: 0,
    finished: options.epochs === 0,
    callbacks: initialCallbackState(),
    history: [],
    learner: learner.state(),
  };
  learner.restore(last.learner);
  events.onEpochs?.(options.epochs);
  while (!last.finished) {
    signal?.throwIfAborted();
    const epoch = last.epochs;
    const started = performance.now();
    const { callbacks: state } = last;
    const rateAt = (done: number): number =>
      plateauLearningRate(learningRateAt(options.schedule, epoch + done, options), state, callbacks);
    const learningRate = rateAt(0.5);
    events.onEpochStart?.(epoch, learningRate);
    const random = options.random.fork(`epoch ${epoch}`);
    const trained = await learner.trainEpoch(
      rateAt,
      random,
      (progress) => events.onBatch?.(progress),
      signal,
    );
    const validated = await learner.validate();
    const seconds = (performance.now() - started) / 1000;
    const record: EpochRecord = {
      epoch,
      learningRate,
      loss: trained.loss,
      accuracy: trained.accuracy,
      validationLoss: validated.loss,
      validationAccuracy: validated.accuracy,
      seconds,
      ...shareWaited(trained.waited, validated.waited, seconds),
    };
    const decision = afterEpoch(callbacks, last.callbacks, epoch, record);
    if (decision.isBest) await options.saveBest();
    last = {
      epochs: epoch + 1,
      finished: decision.stop || epoch + 1 >= options.epochs,
      callbacks: decision.state,
      history: [...last.history, record],
      learner: learner.state(),
    };
    await options.saveCheckpoint(last);
    events.onEpochEnd?.(record, decision);
  }
  return last;
}

function shareWaited(
  training: number | undefined,
  validation = 0,
  seconds: number,
): Pick<EpochRecord, 'waited'> {
  return training === undefined ? {} : { waited: (training + validation) / seconds };
}
