import type { EpochRecord } from '../../train/history.js';
import { createProgress, type Progress, type ProgressStream } from './progress.js';

/** What the progress of a training run is made with. */
export interface TrainingProgressOptions {
  stream: ProgressStream;
  /** Epochs of the whole run; a resumed one counts on. */
  epochs: number;
  clock?: () => number;
  env?: Readonly<Record<string, string | undefined>>;
}

/** The calls of an epoch loop, in their order. Epochs count from 0 here and from 1 on the screen. */
export interface TrainingProgress {
  epochStart(epoch: number): void;
  /** `samples`: pictures seen so far in this epoch; loss and accuracy are their means. */
  batch(at: { step: number; steps: number; samples: number; loss: number; accuracy: number }): void;
  epochEnd(record: EpochRecord): void;
  /** After an interruption or error: ends the line. */
  stop(): void;
}

/**
 * The progress of training as Keras shows it: a bar an epoch with step, loss and accuracy, images a second
 * and the time left for the whole run; at its end also the validation figures and the learning rate. Where
 * there is no terminal, one plain line an epoch.
 */
export function createTrainingProgress(options: TrainingProgressOptions): TrainingProgress {
  const { stream, epochs, env, clock = () => performance.now() } = options;
  const durations: number[] = [];
  let started = 0;
  let epoch = 0;
  let bar: Progress | null = null;

  function open(steps: number): Progress {
    return createProgress({
      stream,
      total: steps,
      label: `Epoch ${String(epoch + 1).padStart(String(epochs).length)}/${epochs}`,
      secondsAfter: (barSeconds) => (epochs - epoch - 1) * epochSeconds(barSeconds),
      plainEvery: null,
      started,
      clock,
      ...(env && { env }),
    });
  }

  // A whole epoch, validation and saving included, once one has been seen.
  function epochSeconds(barSeconds: number): number {
    if (durations.length === 0) return barSeconds;
    return durations.reduce((sum, seconds) => sum + seconds, 0) / durations.length;
  }

  return {
    epochStart(number) {
      epoch = number;
      started = clock();
      bar = null;
    },
    batch({ step, steps, samples, loss, accuracy }) {
      bar ??= open(steps);
      bar.update(step, { loss, accuracy }, samples);
    },
    epochEnd({ loss, accuracy, validationLoss, validationAccuracy, learningRate, seconds }) {
      durations.push(seconds);
      bar?.finish({ loss, accuracy, validationLoss, validationAccuracy, learningRate });
      bar = null;
    },
    stop() {
      bar?.stop();
      bar = null;
    },
  };
}
