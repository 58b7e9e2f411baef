import { AssayError } from '../../errors.js';
import type { TrainConfig } from '../config.js';

/** How a training configuration is cross-validated. */
export interface CrossValidationOptions {
  /** Default 5. */
  folds?: number;
  /** How often all pictures are dealt to folds anew. Default 1. */
  repeats?: number;
  /**
   * `source` or an attribute: judge one value of it at a time (or the one named), never trained on, in place of
   * folds.
   */
  leaveOut?: { by: string; value: string | null } | null;
  /**
   * Which weights are judged: those of the last epoch (default), or of the best by the config's
   * `callbacks.best` on an inner validation part, never on the pictures judged.
   */
  epoch?: 'last' | 'best';
}

/** The options resolved, as `config.json` holds them. */
export type ResolvedCrossValidation = Required<CrossValidationOptions>;

/** Fills in the defaults and checks the figures. Throws E_ARGUMENT naming the option. */
export function resolveCrossValidation(options: CrossValidationOptions): ResolvedCrossValidation {
  const { folds = 5, repeats = 1, leaveOut = null, epoch = 'last' } = options;
  for (const [name, value, least, most] of [
    ['folds', folds, 2, 1000],
    ['repeats', repeats, 1, 1000],
  ] as const) {
    if (Number.isInteger(value) && value >= least && value <= most) continue;
    throw new AssayError(
      'E_ARGUMENT',
      `--${name} is ${value}; expected a whole number from ${least} to ${most}.`,
    );
  }
  return { folds, repeats: leaveOut === null ? repeats : 1, leaveOut, epoch };
}

/**
 * Whether something is chosen by validation figures while training (the epoch, the end, the learning rate).
 * Then a part of each training part is set aside for it, so that no judged picture has a say.
 */
export function choosesByValidation(
  { callbacks }: Pick<TrainConfig, 'callbacks'>,
  { epoch }: Pick<ResolvedCrossValidation, 'epoch'>,
): boolean {
  const watched = [
    epoch === 'best' ? callbacks.best : null,
    callbacks.earlyStopping?.monitor ?? null,
    callbacks.reduceOnPlateau?.monitor ?? null,
  ];
  return watched.some((monitor) => monitor?.startsWith('validation') === true);
}
