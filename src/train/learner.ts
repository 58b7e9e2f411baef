import type { Sample } from '../dataset/sample.js';
import type { Random } from '../random.js';

/** Where an epoch stands after a batch; loss and accuracy are means over the samples seen so far. */
export interface BatchProgress {
  step: number;
  steps: number;
  samples: number;
  loss: number;
  accuracy: number;
}

/** Mean loss (nats) and accuracy over a pass. */
export interface PassResult {
  loss: number;
  accuracy: number;
  /** Seconds in which the engine stood still until a batch was ready, where pictures are made as they are needed. */
  waited?: number;
}

/** A pass over held-out samples, with what the network said of each, in the samples' own order. */
export interface ValidationResult extends PassResult {
  /** Log-odds of fake, one a sample. */
  logits: Float32Array;
}

/**
 * What the epoch loop asks of a model in training, whatever trains inside: a head on frozen features or a
 * whole network. All randomness of an epoch comes from the generator handed in, so an epoch can be run
 * again from the state before it to the same bytes.
 */
export interface Learner {
  /** `rateAt` gives the learning rate of an update from the share of the epoch that is done at its middle, 0..1. */
  trainEpoch(
    rateAt: (done: number) => number,
    random: Random,
    onBatch: (progress: BatchProgress) => void,
    signal?: AbortSignal,
  ): Promise<PassResult>;
  validate(): Promise<ValidationResult>;
  /** Log-odds of fake of any samples whose features are at hand, by the weights as they stand. */
  score(samples: readonly Sample[]): Promise<Float32Array>;
  /** Everything needed to go on exactly: weights, moments, running statistics, step count. */
  state(): Uint8Array;
  restore(state: Uint8Array): void;
  /** The whole detector file as it stands. Same state, same bytes. */
  exportDetector(): Promise<Uint8Array>;
  close(): Promise<void>;
}
