import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { AssayError, isAssayError } from '../../errors.js';
import type { Dataset, SkippedFile } from '../sample.js';
import { countLabels } from '../check.js';
import { findCornerMarks } from './corners/marks.js';
import { reportMarks } from './corners/report.js';
import { createClusters, type Clusters } from './duplicates/clusters.js';
import { findDuplicates } from './duplicates/find.js';
import { NO_CACHE, openFactCache } from './facts/cache.js';
import { gatherRecords, type MeasuredSample } from './facts/gather.js';
import { FACT_NAMES, FACTS, type FactName, type FactValue } from './facts/names.js';
import { reportFact } from './facts/report.js';
import { collectFindings } from './findings/collect.js';
import { auditNames } from './names/names.js';
import type { AuditOptions } from './options.js';
import { brokenGroups, differingParts, partsLookup } from './splits.js';
import { type Cases, chooseFoldCount, dealFolds } from './statistics/cases.js';
import { measureFloor } from './statistics/floor.js';
import { makeThumbnails } from './thumbnails.js';
import { AUDIT_THRESHOLDS } from './thresholds.js';
import type { AuditReport, SourceCount } from './types.js';

/**
 * Looks for everything that would let a detector cheat on a labelled data set (headers, metadata, borders,
 * corner marks, names that tell the label) and everything that would let a split leak (exact and
 * near-duplicates, contradictory labels). Each file is decoded once; about 8 KB of it are kept. Files that
 * cannot be read are listed, never dropped. Same data, same seed, same report.
 *
 * Throws E_ARGUMENT for impossible options, and the signal's reason when aborted.
 */
export async function auditDataset(dataset: Dataset, options: AuditOptions): Promise<AuditReport> {
  const {
    name = basename(dataset.root),
    random,
    split,
    cache: folder,
    onProgress,
    signal,
    ...rest
  } = options;
  const { workers = defaultWorkers(dataset.samples.length), ...limits } = rest;
  if (!Number.isInteger(workers) || workers < 0) {
    throw new AssayError('E_ARGUMENT', `workers is ${workers}; a whole number from 0 was expected.`);
  }
  const abort = signal === undefined ? {} : { signal };
  const report = (stage: 'statistics' | 'pictures', done: number): void =>
    onProgress?.({ stage, done, total: 1 });

  const warnings: string[] = [];
  const cache = folder === undefined ? NO_CACHE : openFactCache(folder);
  const { measured, failed, cached } = await gatherRecords(dataset.samples, {
    ...limits,
    cache,
    ...abort,
    workers,
    onFile: (done, total) => onProgress?.({ stage: 'files', done, total }),
  });
  await cache.save().catch((error: unknown) => {
    if (!isAssayError(error)) throw error;
    warnings.push(error.message);
  });
  const samples = measured.map(({ sample }) => sample);
  const unreadable: SkippedFile[] = [...dataset.skipped, ...failed];

  const { partsOf, method } = partsLookup(samples, split);
  const duplicates = await findDuplicates(measured, (a, b) => differingParts(partsOf, a, b), {
    ...abort,
    workers,
    onProgress: (done, total) => onProgress?.({ stage: 'duplicates', done, total }),
  });

  report('statistics', 0);
  const cases = makeCases(measured, duplicates.clusters);
  const foldCount = chooseFoldCount(cases);
  const foldOf = dealFolds(cases, Math.max(1, foldCount), random.fork('folds'));
  const folds = { count: foldCount, of: foldOf };
  const valuesOf = (name: FactName): FactValue[] => measured.map(({ record }) => record.facts[name]);
  const facts = FACT_NAMES.map((name) => reportFact(name, valuesOf(name), samples, cases, folds));
  const columnsOf = (keep: (name: FactName) => boolean) =>
    FACT_NAMES.filter(keep).map((name) => ({ name, values: valuesOf(name) }));
  const floor = measureFloor(
    columnsOf((name) => FACTS[name].header),
    cases,
    random.fork('floor'),
  );
  const traceFloor = measureFloor(
    columnsOf((name) => FACTS[name].traces),
    cases,
    random.fork('trace floor'),
  );
  const names = auditNames(
    samples.map(({ id }) => id),
    cases,
    random.fork('names'),
    AUDIT_THRESHOLDS.strictZ,
  );
  const corners = measured.map(({ record }) => record.corners);
  const marks =
    foldCount < 2
      ? []
      : findCornerMarks(
          corners,
          { cases, sourceOf: samples.map(({ source }) => source), foldOf, folds: foldCount },
          AUDIT_THRESHOLDS.strictZ,
        );
  const cornerMarks = await reportMarks(marks, measured);
  signal?.throwIfAborted();

  const byLabel = countLabels(samples);
  const bySource = countSources(samples);
  const findings = collectFindings({
    samples,
    byLabel,
    bySource,
    facts,
    valuesOf,
    traceFloor,
    duplicates,
    brokenGroups: brokenGroups(samples, partsOf),
    names,
    cornerMarks,
    unreadable,
  });
  report('pictures', 0);
  const shown = [
    ...findings.flatMap(({ examples }) => examples),
    ...duplicates.report.pairs.flatMap(({ a, b }) => [a, b]),
  ];
  const thumbnails = await makeThumbnails(samples, shown, limits);
  report('pictures', 1);

  return {
    version: 1,
    data: {
      name,
      count: samples.length,
      byLabel,
      bySource,
      bytes: measured.reduce((sum, { record }) => sum + Number(record.facts.bytes), 0),
      fingerprint: fingerprint(measured),
    },
    grade: findings[0]?.grade ?? null,
    findings,
    floor,
    traceFloor,
    facts: facts.map((fact) => fact.report),
    duplicates: duplicates.report,
    cornerMarks,
    names: names.report,
    unreadable,
    thumbnails,
    settings: {
      ...(method === null ? {} : { split: method }),
      cached,
      warnings,
    },
  };
}

/** Below so many files, threads take longer to start than they save. */
const WORTH_THREADS = 200;

function defaultWorkers(files: number): number {
  return files < WORTH_THREADS ? 0 : Math.min(4, availableParallelism());
}

/** Labels, and groups: near-duplicate clusters joined with the groups that the data set brings along. */
function makeCases(measured: readonly MeasuredSample[], clusters: Clusters): Cases {
  const joined = createClusters(measured.length);
  const firstOf = new Map<string, number>();
  measured.forEach(({ sample }, row) => {
    joined.join(clusters.find(row), row);
    if (sample.group === undefined) return;
    const first = firstOf.get(sample.group);
    if (first === undefined) firstOf.set(sample.group, row);
    else joined.join(first, row);
  });
  return {
    isFake: Uint8Array.from(measured, ({ sample }) => (sample.label === 'fake' ? 1 : 0)),
    group: Uint32Array.from(measured, (_, row) => joined.find(row)),
  };
}

function countSources(samples: Dataset['samples']): SourceCount[] {
  const counts = new Map<string, SourceCount>();
  for (const { label, source } of samples) {
    const key = JSON.stringify([label, source ?? null]);
    const entry = counts.get(key) ?? { label, source: source ?? null, count: 0 };
    entry.count++;
    counts.set(key, entry);
  }
  return [...counts].sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([, entry]) => entry);
}

/** Hex SHA-256 over label and content of every sample, in order of id. */
function fingerprint(measured: readonly MeasuredSample[]): string {
  const hash = createHash('sha256');
  const byId = [...measured].sort((a, b) => (a.sample.id < b.sample.id ? -1 : 1));
  for (const { sample, sha256 } of byId) hash.update(`${sample.label} ${sha256}\n`);
  return hash.digest('hex');
}
