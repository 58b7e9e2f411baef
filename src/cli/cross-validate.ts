import { Command, Option } from 'commander';
import type { CrossValidationHooks } from '../train/cross-validate.js';
import type { CrossValidationOptions } from '../train/cross-validation/options.js';
import type { SetExit } from './commands.js';
import { EXIT } from './exit-codes.js';
import { integer } from './options.js';
import { interruptible, refuseOthers } from './resumable.js';
import { toTrainConfig } from './train-config.js';
import type { TrainArguments } from './train-arguments.js';
import { addTrainOptions } from './train-options.js';

type Arguments = TrainArguments & {
  folds: number;
  repeats: number;
  epoch?: 'last' | 'best';
  out?: string;
  resume?: string;
  dataCache?: string | false;
  json?: boolean;
  quiet?: boolean;
};

/** `assay cv DATA`: how good a training configuration is, and how sure one can be of it. */
export function createCrossValidateCommand(setExit: SetExit): Command {
  const command = new Command('cv')
    .description(
      'Cross-validate a whole training configuration: repeated, grouped, stratified folds, or one source left out at\n' +
        'a time. Takes every option of assay train. Writes a folder with folds.csv, scores.csv and report.html.',
    )
    .argument('[data]', 'folder that holds real/ and fake/, or a CSV of file,label')
    .optionsGroup('Cross-validation:')
    .option('--folds <k>', 'parts that are judged in turn', integer(2, 1000), 5)
    .option('--repeats <n>', 'how often the pictures are dealt anew', integer(1, 1000), 1)
    .addOption(
      new Option(
        '--epoch <which>',
        'judge the weights of the last epoch, or of the best by an inner validation part, never by the pictures judged ' +
          '(default: last, but best where --best is given)',
      ).choices(['last', 'best']),
    );
  return addTrainOptions(command)
    .optionsGroup('Run:')
    .option('--out <dir>', 'the folder (default: runs/<data>-cv-<n>)')
    .option('--resume <dir>', 'go on with one that was stopped; finished folds are kept')
    .option(
      '--data-cache <dir>',
      "where features are kept between runs (default: the platform's cache folder)",
    )
    .option('--no-data-cache', 'keep no features on disk')
    .option('--json', 'print the result as JSON')
    .option('-q, --quiet', 'no progress, no summary')
    .action(async (data: string | undefined, options: Arguments, self: Command) => {
      const { crossValidate, resumeCrossValidation } = await import('../train/cross-validate.js');
      const { createFoldReporter, formatCrossValidated } = await import('./cross-validate-reporter.js');
      const { formatJson } = await import('../report/json.js');
      const { withDetector } = await import('./from-detector.js');
      const { signal, dispose } = interruptible();
      const isQuiet = options.quiet === true || options.json === true;
      const reporter = createFoldReporter(isQuiet ? null : process.stderr);
      const hooks: CrossValidationHooks = { ...reporter.hooks, signal };
      if (options.dataCache === false) hooks.cacheFolder = null;
      else if (typeof options.dataCache === 'string') hooks.cacheFolder = options.dataCache;
      try {
        const run =
          options.resume === undefined
            ? await crossValidate(toTrainConfig(data, withoutLeaveOut(await withDetector(options, self))), {
                ...hooks,
                ...foldOptions(options, self),
                out: options.out ?? null,
              })
            : await resumeCrossValidation(refuseOthers(options.resume, data, self), {
                ...hooks,
                acceptFindings: options.acceptFindings === true,
              });
        if (options.json) process.stdout.write(formatJson({ folder: run.folder, ...run.result }));
        else process.stdout.write(formatCrossValidated(run));
        if (run.result.skipped.length > 0) setExit(EXIT.partial);
      } catch (error) {
        reporter.stop();
        if (!signal.aborted) throw error;
        process.stderr.write('Stopped. Go on with: assay cv --resume DIR\n');
        setExit(EXIT.interrupted);
      } finally {
        dispose();
      }
    });
}

function foldOptions(options: Arguments, command: Command): CrossValidationOptions {
  const wantsBest = command.getOptionValueSource('best') === 'cli';
  const { folds, repeats, leaveOut = null, epoch = wantsBest ? 'best' : 'last' } = options;
  return { folds, repeats, leaveOut, epoch };
}

/** What is left out belongs to the folds, not to the configuration that they try. */
function withoutLeaveOut(options: Arguments): Arguments {
  const rest = { ...options };
  delete rest.leaveOut;
  return rest;
}
