import { join } from 'node:path';
import { loadDetector, makeOutputFolder, readTrainingIds, scoreTiers } from '../detect/index.js';
import { describeScoredData } from '../detect/evaluated-data.js';
import type { AuditReport } from '../dataset/index.js';
import { AS_GIVEN, namedTier } from '../detect/scoring-tiers.js';
import { AssayError } from '../errors.js';
import {
  compareDetectors,
  compareFolds,
  rocCurve,
  type DetectorComparison,
  type FoldComparison,
  type MetricName,
  type ScoredDetector,
} from '../evaluate/index.js';
import { writeFileWhole } from '../files.js';
import { createRandom } from '../random.js';
import {
  formatDetectorComparison,
  formatFoldComparison,
  formatJson,
  renderCompareReport,
  wantsColor,
  type CompareReport,
  type HeaderFloorFigure,
} from '../report/index.js';
import { foldValues } from '../train/cross-validation/folder.js';
import type { CrossValidationResult } from '../train/cross-validation/result.js';
import { VERSION } from '../version.js';
import type { CompareArguments } from './compare.js';
import type { SetExit } from './commands.js';
import { readSources, type Source } from './compare-sources.js';
import { EXIT } from './exit-codes.js';
import { auditNamed } from './audit-named.js';
import { readData, type NamedData } from './read-data.js';
import { createScoringOutput, type ScoringOutput } from './scoring.js';

/** What `assay compare` found. Plain JSON: it is `comparison.json`. */
type Comparison = {
  version: 1;
  measuredOn: string;
  notes: string[];
  /** What sees no pixel of the same pictures; null where no audit was made. */
  headerFloor: HeaderFloorFigure | null;
} & (({ kind: 'detectors' } & DetectorComparison) | ({ kind: 'folds'; metric: MetricName } & FoldComparison));

/** Compares what the paths name, prints it, and writes it where asked. Throws as `readSources`, E_COMPARE_MISMATCH. */
export async function compare(
  paths: readonly string[],
  options: CompareArguments,
  { signal, setExit }: { signal: AbortSignal; setExit: SetExit },
): Promise<void> {
  if (paths.length < 2) {
    throw new AssayError(
      'E_ARGUMENT',
      `A comparison needs two things at least; found ${paths.length}. Name another.`,
    );
  }
  const hasData = [options.data, options.real, options.fake].some((path) => path !== undefined);
  const sources = await readSources(paths, hasData);
  if (options.out !== undefined) await makeOutputFolder(options.out);
  const output = createScoringOutput(options, signal);
  try {
    const { result, page } = sources.every((source) => source.kind === 'folds')
      ? compareCrossValidations(sources, options.metric)
      : await compareScores(
          sources,
          hasData ? await readNamed(options, output) : null,
          options,
          output,
          setExit,
        );
    if (options.out !== undefined) {
      await writeFileWhole(join(options.out, 'comparison.json'), formatJson(result));
      await writeFileWhole(join(options.out, 'report.html'), renderCompareReport(page));
      output.note(`Written to ${options.out}: comparison.json and report.html.`);
    }
    process.stdout.write(options.json ? formatJson(result) : formatComparison(result));
  } finally {
    output.stop();
  }
}

/** Data to judge on, with what the audit says of it. */
type AuditedData = NamedData & { audit?: AuditReport };

function compareCrossValidations(
  sources: readonly { name: string; result: CrossValidationResult }[],
  metric: MetricName,
): { result: Comparison; page: CompareReport } {
  const results = sources.map(({ name, result }) => ({ ...result, name }));
  const { plan, data, counts } = results[0]!;
  const folds = compareFolds(foldValues(results, metric), { testFraction: plan.testFraction });
  const headerFloor = commonFloor(results);
  const measuredOn = `${data}: ${counts.fake + counts.real} pictures (${counts.real} real, ${counts.fake} fake), ${plan.method}.`;
  return {
    result: { version: 1, kind: 'folds', metric, measuredOn, notes: [], headerFloor, ...folds },
    page: {
      name: results.map(({ name }) => name).join(' against '),
      madeBy: `Assay ${VERSION}`,
      measuredOn,
      folds: { ...folds, metric },
      ...(headerFloor && { headerFloor }),
      method:
        "The corrected resampled t-test over the same splits (Nadeau & Bengio 2003), with Holm's correction over the pairs.",
    },
  };
}

/** The floor by the first audit there is: the pictures are the same, only the folds of the audit may differ. */
function commonFloor(results: readonly CrossValidationResult[]): HeaderFloorFigure | null {
  return results.map(({ audit }) => audit?.headerFloor).find((floor) => floor) ?? null;
}

async function readNamed(options: CompareArguments, output: ScoringOutput): Promise<AuditedData> {
  return auditNamed(await readData(options.data, options), options, output);
}

async function compareScores(
  sources: readonly Source[],
  data: AuditedData | null,
  options: CompareArguments,
  output: ScoringOutput,
  setExit: SetExit,
): Promise<{ result: Comparison; page: CompareReport }> {
  const notes = [...(data?.notes ?? [])];
  const scored: ScoredDetector[] = [];
  for (const source of sources) {
    if (source.kind === 'scores') scored.push({ name: source.name, scored: source.scored });
    if (source.kind !== 'detector') continue;
    const judged = await judge(source, data!, options, output);
    if (judged.isPartial) setExit(EXIT.partial);
    notes.push(...judged.notes);
    scored.push({ name: source.name, scored: judged.scored });
  }
  const { threshold, resamples } = options;
  const comparison = compareDetectors(scored, { random: createRandom(options.seed), threshold, resamples });
  const { counts } = comparison;
  const measuredOn =
    `${data === null ? '' : `${data.name}${data.part ? `, ${data.part.name} part` : ''}: `}` +
    `${counts.total} pictures (${counts.real} real, ${counts.fake} fake)` +
    `${options.tier === undefined ? '' : `, in the state "${options.tier}"`}` +
    `${options.equalise === true ? ', each given a random new history first' : ''}.`;
  const floor = data?.audit?.floor;
  const headerFloor = floor ? { accuracy: floor.accuracy, method: floor.method } : null;
  for (const note of notes) output.note(`Warning: ${note}`);
  return {
    result: { version: 1, kind: 'detectors', measuredOn, notes, headerFloor, ...comparison },
    page: {
      name: scored.map(({ name }) => name).join(' against '),
      madeBy: `Assay ${VERSION}`,
      measuredOn,
      notices: notes.map((title) => ({ grade: 'warns', title })),
      detectors: comparison,
      ...(headerFloor && { headerFloor }),
      rocCurves: Object.fromEntries(
        scored.map(({ name, scored: samples }) => [
          name,
          rocCurve(
            samples.map(({ label }) => label),
            samples.map(({ probability }) => probability),
          ),
        ]),
      ),
      method:
        "All on the same pictures: McNemar's exact test for accuracy, DeLong's for ROC AUC, the paired bootstrap for the rest " +
        "(where pictures share groups: tests that know of groups). Holm's correction over the pairs.",
    },
  };
}

async function judge(
  { name, path }: { name: string; path: string },
  data: NamedData,
  options: CompareArguments,
  output: ScoringOutput,
): Promise<{ scored: ScoredDetector['scored']; notes: string[]; isPartial: boolean }> {
  const { threads, tier, equalise = false } = options;
  const { dataset, part, grouping } = data;
  const detector = await loadDetector(path, threads === undefined ? {} : { threads });
  try {
    const states = [tier === undefined ? AS_GIVEN : namedTier(tier)];
    const result = await scoreTiers(
      detector,
      dataset.samples,
      states,
      output.options(name, dataset.samples.length),
    );
    const trainingIds = await readTrainingIds(path);
    const { scores, warnings } = describeScoredData(detector.info, dataset, result, {
      ...{ name: data.name, part, grouping, equalise },
      ...(trainingIds === undefined ? {} : { trainingIds }),
    });
    output.listSkipped(result.skipped);
    return {
      scored: scores,
      notes: warnings.map(({ message }) => `${name}: ${message}`),
      isPartial: result.skipped.length > 0,
    };
  } finally {
    await detector.close();
  }
}

function formatComparison(result: Comparison): string {
  const options = { width: process.stdout.columns, color: wantsColor(process.stdout) };
  return result.kind === 'folds'
    ? `${result.measuredOn}\n\n${formatFoldComparison(result, result.metric, options)}`
    : formatDetectorComparison(result, options);
}
