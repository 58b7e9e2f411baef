import { availableParallelism } from 'node:os';
import { AssayError } from '../errors.js';
import { checkConfig } from '../train/check-config.js';
import type { TrainConfig } from '../train/config.js';
import { dataSpec } from './data-spec.js';
import type { TrainArguments } from './train-arguments.js';

/** The training configuration that arguments describe. Throws E_ARGUMENT. */
export function toTrainConfig(data: string | undefined, options: TrainArguments): TrainConfig {
  const { earlyStopping, reduceOnPlateau, minDelta } = options;
  return checkConfig({
    data: dataSpec(data, options),
    size: options.size,
    scale: options.scale,
    flip: options.flip,
    validation: options.validation,
    splitFile: options.split ?? null,
    audit: options.audit,
    acceptFindings: options.acceptFindings === true,
    groupBy: options.groupBy ?? [],
    leaveOut: namedValue(options),
    equalise: options.equalise ?? 'auto',
    equaliseViews: options.equaliseViews,
    histories: options.histories ?? {},
    equaliseValidation: options.equaliseValidation === true,
    backbone: options.backbone,
    backboneInput: backboneInput(options),
    fineTune: options.fineTune ?? null,
    from: options.from ?? null,
    unfreezeAt: options.unfreezeAt,
    backboneRate: options.lrBackbone,
    architecture: options.architecture ?? null,
    view: options.view,
    part: options.part ?? null,
    tiles: options.tiles,
    loss: { name: options.loss, labelSmoothing: options.labelSmoothing, gamma: options.focalGamma },
    optimiser: {
      name: options.optimiser,
      weightDecay: options.weightDecay,
      momentum: options.momentum,
      clipNorm: options.clipNorm ?? null,
    },
    averageDecay: options.ema ?? null,
    accumulate: options.accumulate,
    recompute: options.recompute === true,
    device: options.device,
    workers: options.workers,
    hidden: options.hidden,
    dropout: options.dropout,
    batchNorm: options.batchNorm,
    epochs: options.epochs,
    batch: options.batch,
    schedule: options.schedule,
    warmUp: options.warmUp,
    callbacks: {
      best: options.best,
      earlyStopping:
        earlyStopping === undefined
          ? null
          : { monitor: options.earlyStoppingMonitor, patience: earlyStopping, minDelta },
      reduceOnPlateau:
        reduceOnPlateau === undefined
          ? null
          : {
              monitor: options.plateauMonitor,
              factor: reduceOnPlateau,
              patience: options.plateauPatience,
              minDelta,
              cooldown: 0,
              minLearningRate: options.minLearningRate,
            },
    },
    classWeights: options.classWeights,
    seed: options.seed,
    threads: options.threads ?? availableParallelism(),
    gridStart: options.gridStart,
  });
}

function namedValue({ leaveOut: left }: TrainArguments): TrainConfig['leaveOut'] {
  if (!left) return null;
  if (left.value !== null) return { by: left.by, value: left.value };
  throw new AssayError(
    'E_ARGUMENT',
    `--leave-out ${left.by} names no value; expected one to hold out, such as --leave-out ${left.by}=VALUE. To leave out each in turn use assay cv.`,
  );
}

function backboneInput(options: TrainArguments): TrainConfig['backboneInput'] {
  const input: TrainConfig['backboneInput'] = {};
  if (options.backboneLayout) input.layout = options.backboneLayout;
  if (options.backboneChannels) input.channels = options.backboneChannels;
  if (options.backboneMean) input.mean = options.backboneMean;
  if (options.backboneStd) input.std = options.backboneStd;
  if (options.backboneOutput) input.output = options.backboneOutput;
  return input;
}
