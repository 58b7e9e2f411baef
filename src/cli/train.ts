import { relative } from 'node:path';
import { Command, Option } from 'commander';
import { quoteName } from '../files.js';
import type { TrainedRun, TrainHooks } from '../train/train.js';
import { toTrainConfig } from './train-config.js';
import type { TrainArguments } from './train-arguments.js';
import { addTrainOptions } from './train-options.js';
import { EXIT } from './exit-codes.js';
import type { SetExit } from './commands.js';
import { interruptible, refuseOthers } from './resumable.js';

type Arguments = TrainArguments & {
  out?: string;
  resume?: string;
  dataCache?: string | false;
  json?: boolean;
  quiet?: boolean;
};

/** `assay train DATA`: two folders to a detector. */
export function createTrainCommand(setExit: SetExit): Command {
  const command = new Command('train')
    .description(
      'Train a detector on two folders of pictures. Without options it is the published recipe: frozen MobileNetV2,\n' +
        'dense 512 and 128, 20 epochs, 80/20 split. Writes a run folder with best.onnx and report.html.',
    )
    .argument(
      '[data]',
      'folder that holds real/ and fake/ (or training_real/ and training_fake/), or a CSV of file,label',
    );
  return addTrainOptions(command)
    .optionsGroup('Run:')
    .option('--out <dir>', 'the run folder (default: runs/<data>-<n>)')
    .addOption(
      new Option('--resume <run>', 'go on with a run that was stopped; all settings are those it began with'),
    )
    .option(
      '--data-cache <dir>',
      "where features are kept between runs (default: the platform's cache folder)",
    )
    .option('--no-data-cache', 'keep no features on disk')
    .option('--json', 'print the result as JSON')
    .option('-q, --quiet', 'print results only, no progress')
    .action(async (data: string | undefined, options: Arguments, self: Command) => {
      const { resumeTraining, train } = await import('../train/train.js');
      const { createTrainReporter } = await import('./train-reporter.js');
      const { withDetector } = await import('./from-detector.js');
      const { signal, dispose } = interruptible();
      const reporter = createTrainReporter(
        options.quiet === true || options.json === true ? null : process.stderr,
      );
      let folder = options.resume ?? 'RUN';
      const hooks: TrainHooks = {
        ...reporter.hooks,
        signal,
        onStage: (stage, run) => {
          folder = run;
          reporter.hooks.onStage?.(stage, run);
        },
      };
      if (options.dataCache === false) hooks.cacheFolder = null;
      else if (typeof options.dataCache === 'string') hooks.cacheFolder = options.dataCache;
      try {
        const run: TrainedRun =
          options.resume === undefined
            ? await train(toTrainConfig(data, await withDetector(options, self)), {
                ...hooks,
                out: options.out ?? null,
              })
            : await resumeTraining(refuseOthers(options.resume, data, self), {
                ...hooks,
                acceptFindings: options.acceptFindings === true,
              });
        const { formatJson } = await import('../report/json.js');
        const { formatTrained } = await import('./train-reporter.js');
        process.stdout.write(
          options.json ? formatJson({ folder: run.folder, ...run.result }) : formatTrained(run),
        );
        if (run.result.skipped.length > 0) setExit(EXIT.partial);
      } catch (error) {
        reporter.stop();
        if (!signal.aborted) throw error;
        const place = relative('', folder) || '.';
        process.stderr.write(
          `Stopped. Go on with: assay train --resume ${/^[\w./-]+$/.test(place) ? place : quoteName(place)}\n`,
        );
        setExit(EXIT.interrupted);
      } finally {
        dispose();
      }
    });
}
