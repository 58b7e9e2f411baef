import { AssayError } from '../errors.js';
import type { EqualiseOptions } from '../image/index.js';
import type { BackboneOptions } from '../model/index.js';
import type { Device } from '../runtime/index.js';
import { type CallbackOptions } from './callbacks.js';
import { RECIPE_SCHEDULE, type Schedule } from './schedule.js';

/** Where the pictures are: one folder with two in it, two folders, or a CSV of file,label. */
export type DataSpec = { root: string } | { real: string; fake: string } | { csv: string };

/** The optimiser and what it is held to. */
export interface OptimiserOptions {
  name: 'adam' | 'adamw' | 'sgd';
  /** Decoupled weight decay of AdamW, or the L2 term of SGD; biases and batch norms are left out. */
  weightDecay: number;
  /** Momentum of SGD. */
  momentum: number;
  /** Gradients are scaled down to this global norm; null for no bound. */
  clipNorm: number | null;
}

/** What is minimised, over softmax scores. */
export interface LossOptions {
  name: 'cross-entropy' | 'focal';
  /** Of the cross-entropy: this share of the target is spread over both classes. */
  labelSmoothing: number;
  /** Of the focal loss: how much less a sample counts that is already right; 0, or 1 and more. */
  gamma: number;
}

/**
 * Everything that determines a run, resolved: what `config.json` holds. The defaults are the published
 * recipe (`recipeConfig`).
 */
export interface TrainConfig {
  data: DataSpec;
  /** Side of the square view, pixels. */
  size: number;
  /** Pixel values are multiplied by this (the recipe: 1/255). */
  scale: number;
  /** Probability that a training picture is mirrored. */
  flip: number;
  /** Share of the samples, per class, that is held out for validation. */
  validation: number;
  /** A fixed split to use in place of a drawn one. */
  splitFile: string | null;
  /** Look for what would let a detector cheat before training; its near-duplicates become groups of the split. */
  audit: boolean;
  /** Train although the audit found something that blocks. */
  acceptFindings: boolean;
  /** Columns, or patterns on paths with one group: pictures alike in one never straddle a split. */
  groupBy: string[];
  /** Validate on this value of `source` or an attribute, never trained on, in place of a drawn share. */
  leaveOut: { by: string; value: string } | null;
  /**
   * Train on pictures with random new histories, so that format and past saving say nothing; `auto` where the
   * audit finds that they do.
   */
  equalise: boolean | 'auto';
  /** Different histories of each training picture; an epoch draws one. */
  equaliseViews: number;
  /** The distribution of new histories, where it is not the default. */
  histories: EqualiseOptions;
  /** Validate on new histories too. */
  equaliseValidation: boolean;
  backbone: string;
  /** How a user's own backbone takes pictures, beyond size and scale; see `docs/backbones.md`. */
  backboneInput: Omit<BackboneOptions, 'size' | 'scale'>;
  /** Train the backbone too: from this layer on, or `all`; null keeps it frozen. */
  fineTune: string | null;
  /** A network of Assay's own, from scratch, in place of the backbone. */
  architecture: string | null;
  /** Run folder whose last weights that network starts with, in place of drawn ones; null for none. */
  from: string | null;
  /** Epochs that train the head alone before the rest joins in. */
  unfreezeAt: number;
  /** Multiplies the learning rate for the backbone's layers. */
  backboneRate: number;
  /** What the network sees of a picture when it trains from pixels: all of it, or a square of native pixels. */
  view: 'squash' | 'crop';
  /**
   * Training views show a random part of this share of a picture's area, up to 4:3 wider or taller than it;
   * null for the view as it is.
   */
  part: readonly [least: number, most: number] | null;
  /** The detector judges this many squares of native pixels a side, all over a picture; 1: the one in the middle. */
  tiles: number;
  loss: LossOptions;
  optimiser: OptimiserOptions;
  /** Decay of a running average of the weights, which is then what is judged and exported; null for none. */
  averageDecay: number | null;
  /** Batches whose gradients are averaged before one update, when the network trains from pixels. */
  accumulate: number;
  /** Keep little of the forward pass and compute it anew for the gradients, when the network trains from pixels. */
  recompute: boolean;
  /** What computes the steps of a network that trains from pixels: the processor, or a graphics processor. */
  device: Device;
  /** Threads that prepare views when the network trains from pixels. They change no bit of the result. */
  workers: number;
  /** Widths of the hidden dense layers. */
  hidden: number[];
  /** Dropout after each hidden layer. */
  dropout: number[];
  /** Batch normalisation after the first hidden layer. */
  batchNorm: boolean;
  epochs: number;
  batch: number;
  schedule: Schedule;
  /** Epochs over which the learning rate first rises from 0. */
  warmUp: number;
  callbacks: CallbackOptions;
  /** Loss weights by class: even, inversely to the class counts of the training part, or given. */
  classWeights: 'none' | 'balanced' | { fake: number; real: number };
  seed: number;
  /** Engine threads, and threads that compute frozen features; part of the config because sums depend on it in the last bit. */
  threads: number;
  /** First picture of the prediction grid (the recipe: 250). */
  gridStart: number;
}

/** The published recipe on these pictures. */
export function recipeConfig(data: DataSpec, threads: number): TrainConfig {
  return {
    data,
    size: 96,
    scale: 1 / 255,
    flip: 0.5,
    validation: 0.2,
    splitFile: null,
    audit: true,
    acceptFindings: false,
    groupBy: [],
    leaveOut: null,
    equalise: 'auto',
    equaliseViews: 1,
    histories: {},
    equaliseValidation: false,
    backbone: 'mobilenet-v2',
    backboneInput: {},
    fineTune: null,
    architecture: null,
    from: null,
    unfreezeAt: 0,
    backboneRate: 1,
    view: 'squash',
    part: null,
    tiles: 1,
    loss: { name: 'cross-entropy', labelSmoothing: 0, gamma: 2 },
    optimiser: { name: 'adam', weightDecay: 0, momentum: 0.9, clipNorm: null },
    averageDecay: null,
    accumulate: 1,
    recompute: false,
    device: 'cpu',
    workers: 1,
    hidden: [512, 128],
    dropout: [0.3, 0.1],
    batchNorm: true,
    epochs: 20,
    batch: 32,
    schedule: RECIPE_SCHEDULE,
    warmUp: 0,
    callbacks: { best: 'validation-loss', earlyStopping: null, reduceOnPlateau: null },
    classWeights: 'none',
    seed: 1,
    threads,
    gridStart: 250,
  };
}

/** Checks the figures of a config that come from outside. Throws E_ARGUMENT naming the option. */
export function checkConfig(config: TrainConfig): TrainConfig {
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
  if (config.dropout.length !== config.hidden.length) {
    throw new AssayError(
      'E_ARGUMENT',
      `--dropout has ${config.dropout.length} rates for ${config.hidden.length} hidden layers; give one rate a layer (0 for none).`,
    );
  }
  const isFrozen = config.fineTune === null && config.architecture === null;
  if (config.loss.name === 'focal' && config.loss.labelSmoothing > 0) {
    throw new AssayError(
      'E_ARGUMENT',
      '--label-smoothing was given with --loss focal; it belongs to the cross-entropy. Leave out one of them.',
    );
  }
  if (config.accumulate > 1 && isFrozen) {
    throw new AssayError(
      'E_ARGUMENT',
      `--accumulate ${config.accumulate} was given for a frozen backbone, whose batches are small in memory. Raise --batch in its place.`,
    );
  }
  if (config.recompute && isFrozen) {
    throw new AssayError(
      'E_ARGUMENT',
      '--recompute was given for a frozen backbone, which keeps nothing to compute anew. Leave it out.',
    );
  }
  check('tiles', config.tiles, 1, 16, true);
  if (config.tiles > 1 && config.view !== 'crop') {
    throw new AssayError(
      'E_ARGUMENT',
      `--tiles ${config.tiles} was given for a network that sees the whole picture. Add --view crop.`,
    );
  }
  if (config.device === 'gpu' && (isFrozen || config.accumulate > 1 || config.unfreezeAt > 0)) {
    throw new AssayError(
      'E_ARGUMENT',
      '--device gpu was given with a frozen backbone, --accumulate or --unfreeze-at; it is for a network that trains from pixels from the first epoch on, a batch an update. Leave it out, or add --fine-tune LAYER or --architecture NAME.',
    );
  }
  if (config.part !== null) {
    const [least, most] = config.part;
    check('part', least, 0.01, 1);
    check('part', most, least, 1);
    if (isFrozen || config.view === 'crop') {
      throw new AssayError(
        'E_ARGUMENT',
        '--part was given for a frozen backbone or with --view crop; it is for a network that trains on whole pictures. Leave it out.',
      );
    }
  }
  if (config.view === 'crop' && isFrozen) {
    throw new AssayError(
      'E_ARGUMENT',
      '--view crop was given for a frozen backbone; it takes the whole picture. Add --fine-tune LAYER or --architecture NAME.',
    );
  }
  if (config.fineTune !== null && config.architecture !== null) {
    throw new AssayError(
      'E_ARGUMENT',
      '--fine-tune and --architecture were both given; give the backbone or the architecture.',
    );
  }
  if (config.equaliseValidation && !isFrozen) {
    throw new AssayError(
      'E_ARGUMENT',
      '--equalise-validation was given for a network that trains from pixels; it is for a frozen backbone. Judge the finished detector by assay evaluate --equalise.',
    );
  }
  if (config.from !== null && (isFrozen || config.unfreezeAt > 0)) {
    throw new AssayError(
      'E_ARGUMENT',
      isFrozen
        ? '--from was given for a frozen backbone; it hands on the weights of a network that trains from pixels. Add --fine-tune LAYER or --architecture NAME as the other run had it.'
        : '--from and --unfreeze-at were both given; the other run trained the head. Leave --unfreeze-at out.',
    );
  }
  if (config.leaveOut !== null && config.splitFile !== null) {
    throw new AssayError(
      'E_ARGUMENT',
      '--leave-out and --split both say what to validate on; expected one of them.',
    );
  }
  return config;
}

function check(option: string, value: number, low: number, high: number, whole = false): void {
  if (value >= low && value <= high && (!whole || Number.isInteger(value))) return;
  throw new AssayError(
    'E_ARGUMENT',
    `--${option} is ${value}; expected ${whole ? 'a whole number' : 'a number'} from ${low} to ${high}.`,
  );
}
