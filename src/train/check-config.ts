import { AssayError } from '../errors.js';
import type { TrainConfig } from './config.js';

/** Checks the figures of a config that come from outside. Throws E_ARGUMENT naming the option. */
export function checkConfig(config: TrainConfig): TrainConfig {
  checkRanges(config);
  for (const [isGiven, message] of contradictions(config)) {
    if (isGiven) throw new AssayError('E_ARGUMENT', message);
  }
  return config;
}

function checkRanges(config: TrainConfig): void {
  check('size', config.size, 16, 1024, true);
  check('scale', config.scale, 1e-6, 1e6);
  check('flip', config.flip, 0, 1);
  if (config.splitFile === null) check('validation', config.validation, 0.01, 0.9);
  check('unfreeze-at', config.unfreezeAt, 0, 100000, true);
  check('lr-backbone', config.backboneRate, 0, 1000);
  if (config.averageDecay !== null) check('ema', config.averageDecay, 0, 0.999999);
  check('accumulate', config.accumulate, 1, 65536, true);
  check('label-smoothing', config.loss.labelSmoothing, 0, 0.99);
  if (config.loss.gamma !== 0) check('focal-gamma', config.loss.gamma, 1, 100);
  check('workers', config.workers, 1, 64, true);
  check('equalise-views', config.equaliseViews, 1, 64, true);
  check('epochs', config.epochs, 0, 100000, true);
  check('warm-up', config.warmUp, 0, config.epochs);
  check('batch', config.batch, 2, 65536, true);
  check('seed', config.seed, 0, 0xffffffff, true);
  check('threads', config.threads, 1, 256, true);
  check('grid-start', config.gridStart, 0, Number.MAX_SAFE_INTEGER, true);
  config.hidden.forEach((units) => check('hidden', units, 1, 65536, true));
  config.dropout.forEach((rate) => check('dropout', rate, 0, 0.99));
  check('tiles', config.tiles, 1, 16, true);
  if (config.part !== null) {
    check('part', config.part[0], 0.01, 1);
    check('part', config.part[1], config.part[0], 1);
  }
}

/** What options must not go together, and what to say of it. */
function contradictions(config: TrainConfig): [isGiven: boolean, message: string][] {
  const isFrozen = config.fineTune === null && config.architecture === null;
  return [
    [
      config.dropout.length !== config.hidden.length,
      `--dropout has ${config.dropout.length} rates for ${config.hidden.length} hidden layers; give one rate a layer (0 for none).`,
    ],
    [
      config.loss.name === 'focal' && config.loss.labelSmoothing > 0,
      '--label-smoothing was given with --loss focal; it belongs to the cross-entropy. Leave out one of them.',
    ],
    [
      config.accumulate > 1 && isFrozen,
      `--accumulate ${config.accumulate} was given for a frozen backbone, whose batches are small in memory. Raise --batch in its place.`,
    ],
    [
      config.recompute && isFrozen,
      '--recompute was given for a frozen backbone, which keeps nothing to compute anew. Leave it out.',
    ],
    [
      config.tiles > 1 && config.view !== 'crop',
      `--tiles ${config.tiles} was given for a network that sees the whole picture. Add --view crop.`,
    ],
    [
      config.device === 'gpu' && (isFrozen || config.accumulate > 1 || config.unfreezeAt > 0),
      '--device gpu was given with a frozen backbone, --accumulate or --unfreeze-at; it is for a network that trains from pixels from the first epoch on, a batch an update. Leave it out, or add --fine-tune LAYER or --architecture NAME.',
    ],
    [
      config.part !== null && (isFrozen || config.view === 'crop'),
      '--part was given for a frozen backbone or with --view crop; it is for a network that trains on whole pictures. Leave it out.',
    ],
    [
      config.view !== 'squash' && isFrozen,
      `--view ${config.view} was given for a frozen backbone; it takes the whole picture as it is. Add --fine-tune LAYER or --architecture NAME.`,
    ],
    [
      config.fineTune !== null && config.architecture !== null,
      '--fine-tune and --architecture were both given; give the backbone or the architecture.',
    ],
    [
      config.equaliseValidation && !isFrozen,
      '--equalise-validation was given for a network that trains from pixels; it is for a frozen backbone. Judge the finished detector by assay evaluate --equalise.',
    ],
    [
      config.from !== null && (isFrozen || config.unfreezeAt > 0),
      isFrozen
        ? '--from was given for a frozen backbone; it hands on the weights of a network that trains from pixels. Add --fine-tune LAYER or --architecture NAME as the other run had it.'
        : '--from and --unfreeze-at were both given; the other run trained the head. Leave --unfreeze-at out.',
    ],
    [
      config.leaveOut !== null && config.splitFile !== null,
      '--leave-out and --split both say what to validate on; expected one of them.',
    ],
  ];
}

function check(option: string, value: number, low: number, high: number, whole = false): void {
  if (value >= low && value <= high && (!whole || Number.isInteger(value))) return;
  throw new AssayError(
    'E_ARGUMENT',
    `--${option} is ${value}; expected ${whole ? 'a whole number' : 'a number'} from ${low} to ${high}.`,
  );
}
