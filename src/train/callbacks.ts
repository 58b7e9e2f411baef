import { type EpochFigures, improves, type Monitor, monitored } from './monitor.js';

/** Stops when the watched figure has not improved for `patience` epochs (Keras EarlyStopping). */
export interface EarlyStopping {
  monitor: Monitor;
  patience: number;
  minDelta: number;
}

/** Multiplies the learning rate by `factor` after `patience` epochs without gain (Keras ReduceLROnPlateau). */
export interface ReduceOnPlateau {
  monitor: Monitor;
  factor: number;
  patience: number;
  minDelta: number;
  cooldown: number;
  minLearningRate: number;
}

/** What is asked of the callbacks. */
export interface CallbackOptions {
  /** The figure by which `best.onnx` is chosen (Keras ModelCheckpoint, save_best_only). */
  best: Monitor;
  earlyStopping: EarlyStopping | null;
  reduceOnPlateau: ReduceOnPlateau | null;
}

/** Where the callbacks stand between two epochs. Plain JSON: it is part of a checkpoint. */
export interface CallbackState {
  best: { epoch: number; value: number } | null;
  stopping: { best: number | null; wait: number };
  plateau: { best: number | null; wait: number; cooldown: number; factor: number };
}

/** What follows from an epoch. */
export interface CallbackDecision {
  state: CallbackState;
  isBest: boolean;
  stop: boolean;
  reducedLearningRate: boolean;
}

/** The state before the first epoch. */
export function initialCallbackState(): CallbackState {
  return {
    best: null,
    stopping: { best: null, wait: 0 },
    plateau: { best: null, wait: 0, cooldown: 0, factor: 1 },
  };
}

/** Learning rate after the plateau factor, never under its floor. */
export function plateauLearningRate(
  scheduled: number,
  state: CallbackState,
  options: CallbackOptions,
): number {
  const floor = Math.min(scheduled, options.reduceOnPlateau?.minLearningRate ?? 0);
  return Math.max(floor, scheduled * state.plateau.factor);
}

/** Judges an epoch (counted from 0). Pure: the same state and figures give the same decision. */
export function afterEpoch(
  options: CallbackOptions,
  state: CallbackState,
  epoch: number,
  figures: EpochFigures,
): CallbackDecision {
  const value = monitored(figures, options.best);
  const isBest = improves(options.best, value, state.best?.value ?? null);
  const stopping = judgeStopping(options.earlyStopping, state.stopping, figures);
  const plateau = judgePlateau(options.reduceOnPlateau, state.plateau, figures);
  return {
    state: { best: isBest ? { epoch, value } : state.best, stopping, plateau },
    isBest,
    stop:
      options.earlyStopping !== null && stopping.wait >= options.earlyStopping.patience && stopping.wait > 0,
    reducedLearningRate: plateau.factor < state.plateau.factor,
  };
}

function judgeStopping(
  options: EarlyStopping | null,
  state: CallbackState['stopping'],
  figures: EpochFigures,
): CallbackState['stopping'] {
  if (!options) return state;
  const value = monitored(figures, options.monitor);
  if (improves(options.monitor, value, state.best, options.minDelta)) return { best: value, wait: 0 };
  return { best: state.best, wait: state.wait + 1 };
}

function judgePlateau(
  options: ReduceOnPlateau | null,
  state: CallbackState['plateau'],
  figures: EpochFigures,
): CallbackState['plateau'] {
  if (!options) return state;
  const value = monitored(figures, options.monitor);
  const cooling = state.cooldown > 0;
  const cooldown = cooling ? state.cooldown - 1 : 0;
  if (improves(options.monitor, value, state.best, options.minDelta)) {
    return { ...state, best: value, wait: 0, cooldown };
  }
  if (cooling) return { ...state, wait: 0, cooldown };
  const wait = state.wait + 1;
  if (wait < options.patience) return { ...state, wait, cooldown };
  return { ...state, wait: 0, cooldown: options.cooldown, factor: state.factor * options.factor };
}
