import { Command, Option } from 'commander';
import type { SetExit } from './commands.js';
import { addDataOptions, DATA_ARGUMENT } from './data-options.js';
import { addScoreOptions, type ScoreArguments } from './evaluate.js';
import { EXIT } from './exit-codes.js';
import { number } from './options.js';
import { untilInterrupted } from './until-interrupted.js';

interface Arguments extends ScoreArguments {
  out: string;
  method: 'temperature' | 'platt' | 'isotonic';
  rule: 'expected' | 'confident';
  maxFalsePositiveRate: number;
  maxMissRate: number;
  acceptTrainingPictures?: boolean;
}

/** `assay calibrate DETECTOR DATA --out NEW`: probabilities and thresholds that mean something. */
export function createCalibrateCommand(setExit: SetExit): Command {
  const command = new Command('calibrate')
    .description(
      'Fit probabilities and verdict thresholds to stated error rates on held-out pictures; write a new detector file.',
    )
    .addHelpText(
      'after',
      '\nExample: assay calibrate runs/faces-1 faces --split runs/faces-1 --out faces-calibrated.onnx',
    )
    .argument('<detector>', 'a detector file (.onnx), or a run folder; it is not changed')
    .argument('[data]', DATA_ARGUMENT);
  addDataOptions(command)
    .optionsGroup('Calibration:')
    .addOption(
      new Option(
        '--method <name>',
        'platt: slope and intercept; temperature: slope alone; isotonic: any rising curve',
      )
        .choices(['platt', 'temperature', 'isotonic'])
        .default('platt'),
    )
    .option('--max-false-positive-rate <share>', 'of reals, to be called fake', number(0, 0.5), 0.01)
    .option('--max-miss-rate <share>', 'of fakes, to be called real', number(0, 0.5), 0.05)
    .addOption(
      new Option(
        '--rule <name>',
        'expected: a new picture errs with that chance at most; confident: the 95 % bound on the rate is within it',
      )
        .choices(['expected', 'confident'])
        .default('expected'),
    )
    .option('--equalise', 'give every picture a random new history first, as an equalised training did')
    .option('--accept-training-pictures', 'fit on pictures that the detector was trained on all the same')
    .optionsGroup('Run:')
    .requiredOption('--out <file>', 'the new detector file (.onnx)');
  return addScoreOptions(command).action(
    (detectorPath: string, data: string | undefined, options: Arguments) =>
      untilInterrupted(setExit, (signal) => calibrate(detectorPath, data, options, { signal, setExit })),
  );
}

async function calibrate(
  detectorPath: string,
  data: string | undefined,
  options: Arguments,
  { signal, setExit }: { signal: AbortSignal; setExit: SetExit },
): Promise<void> {
  const { calibrateDetector, readDetectorFile, readTrainingIds } = await import('../detect/index.js');
  const { writeFileWhole } = await import('../files.js');
  const { formatCalibration, formatJson, wantsColor } = await import('../report/index.js');
  const { auditNamed } = await import('./audit-named.js');
  const { readData } = await import('./read-data.js');
  const { requireOtherFile } = await import('./output-path.js');
  const { createScoringOutput } = await import('./scoring.js');

  const { path, bytes: file } = await readDetectorFile(detectorPath);
  await requireOtherFile(options.out, path);
  const output = createScoringOutput(options, signal);
  try {
    const { notes, ...named } = await readData(data, options);
    for (const note of notes) output.note(note);
    const { dataset, name, part, grouping } = await auditNamed(named, options, output);
    const trainingIds = await readTrainingIds(detectorPath);
    const { bytes, result } = await calibrateDetector(file, dataset, {
      ...output.options('Judging', dataset.samples.length),
      ...{ name, part, grouping },
      seed: options.seed,
      method: options.method,
      rule: options.rule,
      maxFalsePositiveRate: options.maxFalsePositiveRate,
      maxMissRate: options.maxMissRate,
      acceptTrainingPictures: options.acceptTrainingPictures === true,
      ...(options.threads === undefined ? {} : { threads: options.threads }),
      ...(trainingIds === undefined ? {} : { trainingIds }),
    });
    output.listSkipped(result.data.skipped);
    await writeFileWhole(options.out, bytes);
    output.note(`Written to ${options.out}; the detector it came from is as it was.`);
    const { stdout } = process;
    stdout.write(
      options.json
        ? formatJson(result)
        : formatCalibration(result, { width: stdout.columns, color: wantsColor(stdout) }),
    );
    if (result.data.skipped.length > 0) setExit(EXIT.partial);
  } finally {
    output.stop();
  }
}
