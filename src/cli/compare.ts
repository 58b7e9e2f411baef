import { Command, Option } from 'commander';
import { METRIC_NAMES, type MetricName } from '../evaluate/types.js';
import type { SetExit } from './commands.js';
import { addDataOptions } from './data-options.js';
import { addScoreOptions, type ScoreArguments } from './evaluate.js';
import { integer, number } from './options.js';
import { untilInterrupted } from './until-interrupted.js';

/** Arguments of `assay compare`. */
export interface CompareArguments extends ScoreArguments {
  data?: string;
  tier?: 'web' | 'hard';
  threshold: number;
  metric: MetricName;
  resamples: number;
  out?: string;
}

/** `assay compare A B …`: which differences are noise. */
export function createCompareCommand(setExit: SetExit): Command {
  const command = new Command('compare')
    .description(
      'Compare detectors, runs or cross-validations on the same pictures: which differences are noise.',
    )
    .addHelpText(
      'after',
      '\nExamples: assay compare runs/faces-1 runs/faces-2' +
        '\n          assay compare old.onnx new.onnx --data faces --split runs/faces-1 --out compared' +
        '\n          assay compare runs/faces-cv-1 runs/faces-cv-2 --metric rocAuc',
    )
    .argument(
      '<what...>',
      'two or more: detectors or runs (with --data), runs as they judged their own held-out pictures, ' +
        'folders of assay evaluate --out, scores.csv, or folders of assay cv',
    );
  addDataOptions(command)
    .option('--data <dir|csv>', 'judge detectors and runs on these pictures')
    .optionsGroup('Judging:')
    .option('--equalise', 'give every picture a random new history first, so that file formats tell nothing')
    .addOption(
      new Option(
        '--tier <name>',
        'compare on degraded copies: web (768 px, JPEG q60) or hard (512 px, q40)',
      ).choices(['web', 'hard']),
    )
    .option('--threshold <p>', 'probability from which a picture counts as fake', number(0, 1), 0.5)
    .addOption(
      new Option('--metric <name>', 'of cross-validations').choices([...METRIC_NAMES]).default('accuracy'),
    )
    .option('--resamples <n>', 'bootstrap resamples of the intervals', integer(100, 100000), 2000)
    .optionsGroup('Run:')
    .option('--out <dir>', 'write comparison.json and report.html there');
  return addScoreOptions(command).action((paths: string[], options: CompareArguments) =>
    untilInterrupted(setExit, async (signal) => {
      const { compare } = await import('./compare-run.js');
      await compare(paths, options, { signal, setExit });
    }),
  );
}
