import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError } from '../../errors.js';
import { type FoldValues, METRIC_NAMES, type MetricName } from '../../evaluate/index.js';
import { writeFileWhole } from '../../files.js';
import { type CsvColumn, formatCsv } from '../../report/csv.js';
import { formatJson } from '../../report/json.js';
import type { CrossValidationResult, FoldResult, OutOfFoldScore } from './result.js';

/** Names of the files in the folder of a cross-validation; finished runs lie in `folds/`. */
export const CROSS_VALIDATION_FILES = {
  config: 'config.json',
  audit: 'audit.json',
  folds: 'folds.csv',
  scores: 'scores.csv',
  result: 'result.json',
  report: 'report.html',
} as const;

/** Writes what a finished cross-validation came to: `result.json`, `folds.csv` and `scores.csv`. Throws E_FILE_WRITE. */
export async function writeCrossValidation(
  folder: string,
  result: CrossValidationResult,
  scores: readonly OutOfFoldScore[],
): Promise<void> {
  const path = (name: keyof typeof CROSS_VALIDATION_FILES): string =>
    join(folder, CROSS_VALIDATION_FILES[name]);
  await writeFileWhole(path('folds'), formatCsv(result.runs, FOLD_COLUMNS));
  await writeFileWhole(path('scores'), formatCsv(scores, SCORE_COLUMNS));
  await writeFileWhole(path('result'), formatJson(result));
}

/** Reads a finished cross-validation back. Throws E_RUN_NOT_FOUND. */
export async function readCrossValidation(folder: string): Promise<CrossValidationResult> {
  try {
    const text = await readFile(join(folder, CROSS_VALIDATION_FILES.result), 'utf8');
    const result = JSON.parse(text) as CrossValidationResult;
    if (result.kind !== 'cross-validation' || !Array.isArray(result.runs))
      throw new Error('not a cross-validation');
    return result;
  } catch (cause) {
    throw new AssayError(
      'E_RUN_NOT_FOUND',
      `${folder} holds no finished cross-validation; expected the folder of assay cv with its ${CROSS_VALIDATION_FILES.result}. Go on with an unfinished one by assay cv --resume.`,
      { cause },
    );
  }
}

/**
 * The values of one metric by run, for `compareFolds`. Throws E_COMPARE_MISMATCH where the results did not judge
 * the same pictures in the same runs, or where a run does not define the metric.
 */
export function foldValues(results: readonly CrossValidationResult[], metric: MetricName): FoldValues[] {
  const [first] = results;
  const other = results.find(({ plan }) => plan.digest !== first?.plan.digest);
  if (first && other) {
    throw new AssayError(
      'E_COMPARE_MISMATCH',
      `${first.name} and ${other.name} did not judge the same pictures in the same runs (${first.plan.method}; ${other.plan.method}). ` +
        'Cross-validate both on the same data with the same seed, folds, repeats and groups.',
    );
  }
  return results.map(({ name, runs }) => ({
    name,
    values: Object.fromEntries(
      runs.map(({ name: run, metrics }) => {
        const value = metrics[metric];
        if (value !== null) return [run, value];
        throw new AssayError(
          'E_COMPARE_MISMATCH',
          `${metric} is not defined for ${run} of ${name}; compare in another metric.`,
        );
      }),
    ),
  }));
}

const FOLD_COLUMNS: CsvColumn<FoldResult>[] = [
  { header: 'repeat', value: (run) => run.repeat },
  { header: 'fold', value: (run) => run.fold },
  { header: 'name', value: (run) => run.name },
  { header: 'train_real', value: (run) => run.counts.train.real },
  { header: 'train_fake', value: (run) => run.counts.train.fake },
  { header: 'judged_real', value: (run) => run.counts.judged.real },
  { header: 'judged_fake', value: (run) => run.counts.judged.fake },
  { header: 'epoch', value: (run) => run.epoch },
  ...METRIC_NAMES.map((metric) => ({ header: metric, value: (run: FoldResult) => run.metrics[metric] })),
];

const SCORE_COLUMNS: CsvColumn<OutOfFoldScore>[] = [
  { header: 'id', value: (score) => score.id },
  { header: 'label', value: (score) => score.label },
  { header: 'fold', value: (score) => score.fold },
  { header: 'repeat', value: (score) => score.repeat },
  { header: 'logit', value: (score) => score.logit },
  { header: 'probability', value: (score) => score.probability },
  { header: 'source', value: (score) => score.source },
  { header: 'group', value: (score) => score.group },
];
