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
  view: 'squash' | 'area' | 'crop';
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
