import { type Command, Option } from 'commander';
import { MONITORS, type Monitor } from '../train/monitor.js';
import { recipeConfig } from '../train/config.js';
import { formatSchedule, RECIPE_SCHEDULE } from '../train/schedule.js';
import { histories } from './histories.js';
import { integer, number, numbers, shared } from './options.js';
import { classWeights, integers, leaveOut, orNone, range, schedule } from './train-values.js';

/** Adds the options of a training configuration to a command; every default is the published recipe's. */
export function addTrainOptions(command: Command): Command {
  const recipe = recipeConfig({ root: '' }, 1);
  return command
    .option('--real <dir>', 'folder of photographs, in place of DATA')
    .option('--fake <dir>', 'folder of fakes, in place of DATA')
    .optionsGroup('Pictures:')
    .option('--size <px>', 'side of the square the network sees', integer(16, 1024), recipe.size)
    .addOption(
      new Option('--scale <x>', 'pixel values are multiplied by this')
        .argParser(number(1e-6, 1e6))
        .default(recipe.scale, '1/255'),
    ) // prettier-ignore
    .option('--flip <p>', 'probability that a training picture is mirrored', number(0, 1), recipe.flip)
    .option(
      '--validation <share>',
      'share of the pictures held out, per class',
      number(0.01, 0.9),
      recipe.validation,
    )
    .option('--split <csv>', 'use this split (a split.csv of another run) in place of drawing one')
    .option('--no-audit', 'do not look first for what would let a detector cheat')
    .option('--accept-findings', 'train although the audit found something that blocks; the report shows it')
    .option(
      '--group-by <column|pattern>',
      'pictures alike in this never straddle a split: a column of the CSV, source, or a pattern on paths such as "prompt-([0-9]+)"; may be repeated',
      (text: string, before: string[] = []) => [...before, text],
    )
    .addOption(
      new Option(
        '--leave-out <column[=value]>',
        'hold out one value of source or of another column, never trained on (cv: each in turn)',
      ).argParser(leaveOut),
    )
    .option(
      '--equalise',
      'train on pictures that were given random new histories (scale, JPEG, WebP), so that storage says nothing ' +
        '(default: where the audit finds that it does)',
    )
    .option('--no-equalise', 'never')
    .option('--equalise-views <n>', 'histories of each picture', integer(1, 64), recipe.equaliseViews)
    .addOption(
      new Option(
        '--histories <key=value,…>',
        'how they are drawn: scale=0.5..1, same-size=0 (share that keep their size), quality=60..96, webp=0.2 and ' +
          'full-chroma=0.3 (shares), shift=7',
      ).argParser(histories),
    )
    .option('--equalise-validation', 'validate on new histories too')
    .optionsGroup('Network:')
    .option(
      '--backbone <name|file.onnx>',
      'frozen network under the head (docs/backbones.md)',
      recipe.backbone,
    )
    .addOption(new Option('--backbone-layout <layout>', 'your backbone takes').choices(['nchw', 'nhwc']))
    .addOption(new Option('--backbone-channels <order>', 'your backbone takes').choices(['rgb', 'bgr']))
    .option('--backbone-mean <r,g,b>', 'subtracted after scaling, for your backbone', numbers(3))
    .option('--backbone-std <r,g,b>', 'divided by after that', numbers(3))
    .option('--backbone-output <name>', 'the output to take features from')
    .option('--fine-tune <layer|all>', 'train the backbone too, from this layer on')
    .option('--unfreeze-at <epoch>', 'train the head alone until then', integer(0, 100000), recipe.unfreezeAt)
    .option(
      '--lr-backbone <factor>',
      "the backbone's rate as a multiple of the head's",
      number(0, 1000),
      recipe.backboneRate,
    )
    .option('--architecture <name>', "a network of Assay's own from scratch (docs/training.md)")
    .option(
      '--from <run|detector>',
      'start with the weights that another run ended with, or with those of a detector: general, faces or FILE.onnx, whose shape is then the default',
    )
    .addOption(
      new Option(
        '--view <view>',
        'what a network that trains from pixels sees: all of a picture, that without aliasing where the picture is large, or a square of native pixels',
      )
        .choices(['squash', 'area', 'crop'])
        .default(recipe.view),
    )
    .option(
      '--part <least..most>',
      'train on random parts of the pictures, of this share of their area, such as 0.3..1',
      range,
    )
    .option(
      '--tiles <n>',
      'with --view crop, have the detector judge n × n squares from all over a picture, not the middle one alone',
      integer(1, 16),
      recipe.tiles,
    )
    .option('--hidden <widths|none>', 'dense layers of the head', orNone(integers), recipe.hidden)
    .option('--dropout <rates|none>', 'dropout after each of them', orNone(numbers()), recipe.dropout)
    .option('--no-batch-norm', 'leave out batch normalisation after the first dense layer')
    .optionsGroup('Training:')
    .option('--epochs <n>', 'passes over the training part', integer(1, 100000), recipe.epochs)
    .addOption(
      new Option('--loss <name>', 'what is minimised')
        .choices(['cross-entropy', 'focal'])
        .default(recipe.loss.name),
    ) // prettier-ignore
    .option(
      '--label-smoothing <share>',
      'share of the target spread over both classes, of the cross-entropy',
      number(0, 0.99),
      recipe.loss.labelSmoothing,
    )
    .option(
      '--focal-gamma <x>',
      'of the focal loss: how much less counts what is right already',
      number(0, 100),
      recipe.loss.gamma,
    )
    .addOption(
      new Option('--optimiser <name>', 'how weights are updated')
        .choices(['adam', 'adamw', 'sgd'])
        .default(recipe.optimiser.name),
    )
    .option(
      '--weight-decay <x>',
      'of adamw and sgd; biases and batch norms are left out',
      number(0, 10),
      recipe.optimiser.weightDecay,
    )
    .option('--momentum <x>', 'of sgd', number(0, 0.9999), recipe.optimiser.momentum)
    .option('--clip-norm <x>', "bound on the gradients' global norm", number(1e-9))
    .option(
      '--ema <decay>',
      'judge and export a running average of the weights with this decay, such as 0.99',
      number(0, 0.999999),
    )
    .option('--batch <n>', 'pictures a step', integer(2, 65536), recipe.batch)
    .option(
      '--accumulate <n>',
      'batches an update, when a network trains from pixels: their gradients are averaged',
      integer(1, 65536),
      recipe.accumulate,
    )
    .option(
      '--recompute',
      'take up to half the memory and a third more time, when a network trains from pixels',
    )
    .addOption(
      new Option('--device <device>', 'what computes the steps of a network that trains from pixels')
        .choices(['cpu', 'gpu'])
        .default(recipe.device),
    )
    .addOption(
      new Option(
        '--schedule <rate@epoch,…|cosine:peak,end>',
        'learning rate from each epoch on, or falling along half a cosine over the run',
      )
        .argParser(schedule)
        .default(recipe.schedule, formatSchedule(RECIPE_SCHEDULE)),
    ) // prettier-ignore
    .option(
      '--warm-up <epochs>',
      'epochs, or parts of one, over which the rate first rises from 0',
      number(0, 100000),
      recipe.warmUp,
    )
    .addOption(monitorOption('--best <figure>', 'figure by which best.onnx is chosen', recipe.callbacks.best))
    .option('--early-stopping <epochs>', 'stop after so many epochs without gain', integer(1, 100000))
    .addOption(monitorOption('--early-stopping-monitor <figure>', 'figure it watches', 'validation-loss'))
    .option('--reduce-on-plateau <factor>', 'multiply the rate by this when gains stop', number(0.001, 0.999))
    .option('--plateau-patience <epochs>', 'epochs without gain before that', integer(1, 100000), 10)
    .addOption(monitorOption('--plateau-monitor <figure>', 'figure it watches', 'validation-loss'))
    .option('--min-learning-rate <rate>', 'floor of that', number(0), 0)
    .option('--min-delta <x>', 'smallest change that counts as a gain', number(0), 0)
    .addOption(
      new Option('--class-weights <none|balanced|fake=x,real=y>', 'weights of the loss')
        .argParser(classWeights)
        .default('none'),
    ) // prettier-ignore
    .addOption(shared.seed())
    .addOption(shared.threads())
    .option(
      '--workers <n>',
      'threads that prepare pictures when a network trains from pixels',
      integer(1, 64),
      recipe.workers,
    )
    .option(
      '--grid-start <i>',
      'first validation picture of the prediction grid',
      integer(0),
      recipe.gridStart,
    );
}

function monitorOption(flags: string, description: string, value: Monitor): Option {
  return new Option(flags, description).choices([...MONITORS]).default(value);
}
