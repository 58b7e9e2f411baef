/** The figures of an epoch that callbacks may watch. */
export const MONITORS = ['validation-loss', 'validation-accuracy', 'loss', 'accuracy'] as const;

/** A figure to watch, by name. */
export type Monitor = (typeof MONITORS)[number];

/** What one epoch measured; losses in nats, accuracies 0..1. */
export interface EpochFigures {
  loss: number;
  accuracy: number;
  validationLoss: number;
  validationAccuracy: number;
}

/** The watched figure of an epoch. */
export function monitored(figures: EpochFigures, monitor: Monitor): number {
  switch (monitor) {
    case 'loss':
      return figures.loss;
    case 'accuracy':
      return figures.accuracy;
    case 'validation-loss':
      return figures.validationLoss;
    case 'validation-accuracy':
      return figures.validationAccuracy;
  }
}

/** True when `value` is better than `best` by more than `minDelta`: losses fall, accuracies rise. */
export function improves(monitor: Monitor, value: number, best: number | null, minDelta = 0): boolean {
  if (best === null) return !Number.isNaN(value);
  return monitor.endsWith('loss') ? value < best - minDelta : value > best + minDelta;
}
