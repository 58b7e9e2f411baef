import { Command, Option } from 'commander';
import type { SetExit } from './commands.js';
import { addDataOptions, DATA_ARGUMENT, type DataArguments } from './data-options.js';
import { EXIT } from './exit-codes.js';
import { untilInterrupted } from './until-interrupted.js';
import { integer, number, shared } from './options.js';

/** Options of the commands that score a data set. */
export interface ScoreArguments extends DataArguments {
  equalise?: boolean;
  audit: boolean;
  dataCache?: string | false;
  seed: number;
  threads?: number;
  concurrency?: number;
  json?: boolean;
  quiet?: boolean;
}

interface Arguments extends ScoreArguments {
  out?: string;
  tiers?: boolean;
  sweeps?: boolean;
  threshold: number;
  by?: string[];
  resamples: number;
}

/** `assay evaluate DETECTOR DATA`: how good a detector is, with intervals. */
export function createEvaluateCommand(setExit: SetExit): Command {
  const command = new Command('evaluate')
    .description(
      'Judge a detector on labelled pictures it was not trained on: every metric with its interval, by source, degraded.',
    )
    .addHelpText(
      'after',
      '\nExample: assay evaluate runs/faces-1 faces --split runs/faces-1 --tiers --out judged' +
        '\nYour own photographs alone: assay evaluate runs/faces-1 --real photos',
    )
    .argument('<detector>', 'a detector file (.onnx), or a run folder')
    .argument('[data]', DATA_ARGUMENT);
  addDataOptions(command)
    .optionsGroup('Judging:')
    .option('--equalise', 'give every picture a random new history first, so that file formats tell nothing')
    .option('--tiers', 'judge degraded copies as well: web (768 px, JPEG q60) and hard (512 px, q40)')
    .option('--sweeps', 'judge 32 steps of JPEG, WebP, resize, blur, noise and screenshot as well')
    .option('--threshold <p>', 'probability from which a picture counts as fake', number(0, 1), 0.5)
    .option('--by <columns>', 'break down by these columns or attributes (default: all of few values)', list)
    .option('--resamples <n>', 'bootstrap resamples of the intervals', integer(100, 100000), 2000)
    .optionsGroup('Run:')
    .option('--out <dir>', 'write evaluation.json, report.html, scores.csv and the charts there');
  return addScoreOptions(command).action(
    (detectorPath: string, data: string | undefined, options: Arguments) =>
      untilInterrupted(setExit, (signal) => evaluate(detectorPath, data, options, { signal, setExit })),
  );
}

/** Adds what all commands share that score a data set. */
export function addScoreOptions(command: Command): Command {
  return command
    .option(
      '--no-audit',
      'do not look at the pictures first: near-duplicates count as cases of their own, and no header-only floor is shown',
    )
    .option(
      '--data-cache <dir>',
      "where facts of files are kept between audits (default: the platform's cache folder)",
    )
    .option('--no-data-cache', 'keep nothing on disk')
    .addOption(shared.seed())
    .option('--threads <n>', 'threads of the engine within one picture (default: 1)', integer(1, 256))
    .addOption(
      new Option('--concurrency <n>', 'pictures decoded at once (default: the cores, at most 4)').argParser(
        integer(1, 64),
      ),
    )
    .addOption(shared.json())
    .addOption(shared.quiet());
}

async function evaluate(
  detectorPath: string,
  data: string | undefined,
  options: Arguments,
  { signal, setExit }: { signal: AbortSignal; setExit: SetExit },
): Promise<void> {
  const detect = await import('../detect/index.js');
  const { formatEvaluation, formatJson, wantsColor } = await import('../report/index.js');
  const { auditNamed } = await import('./audit-named.js');
  const { readData, requireColumns } = await import('./read-data.js');
  const { createScoringOutput } = await import('./scoring.js');

  const { threads } = options;
  const detector = await detect.loadDetector(detectorPath, threads === undefined ? {} : { threads });
  const output = createScoringOutput(options, signal);
  try {
    const { notes, ...named } = await readData(data, options);
    requireColumns(named.dataset.samples, options.by ?? []);
    if (options.out !== undefined) await detect.makeOutputFolder(options.out);
    for (const note of notes) output.note(note);
    const trainingIds = await detect.readTrainingIds(detectorPath);
    const { dataset, ...about } = await auditNamed(named, options, output);
    const evaluation = await detect.evaluateDetector(detector, dataset, {
      ...output.options('Judging', dataset.samples.length),
      ...about,
      seed: options.seed,
      tiers: options.tiers === true ? ['web', 'hard'] : [],
      sweeps: options.sweeps === true,
      threshold: options.threshold,
      resamples: options.resamples,
      ...(options.by === undefined ? {} : { attributes: options.by.filter((name) => name !== 'source') }),
      ...(trainingIds === undefined ? {} : { trainingIds }),
    });
    output.listSkipped(evaluation.result.data.skipped);
    if (options.out !== undefined) {
      const files = await detect.writeEvaluation(options.out, evaluation, dataset.samples);
      output.note(`Written to ${options.out}: ${files.length} files, report.html to look at.`);
    }
    const { stdout } = process;
    stdout.write(
      options.json
        ? formatJson(evaluation.result)
        : formatEvaluation(evaluation.result, { width: stdout.columns, color: wantsColor(stdout) }),
    );
    if (evaluation.result.data.skipped.length > 0) setExit(EXIT.partial);
  } finally {
    output.stop();
    await detector.close();
  }
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
