import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { EVALUATION_FILES, readScores } from '../detect/index.js';
import { AssayError } from '../errors.js';
import type { ScoredSample } from '../evaluate/index.js';
import { quoteName } from '../files.js';
import { readCrossValidation } from '../train/cross-validation/folder.js';
import type { CrossValidationResult } from '../train/cross-validation/result.js';
import type { TrainResult } from '../train/result.js';
import { RUN_FILES } from '../train/run-folder.js';

/** Something to be compared: a detector to be run, scores that are there, or a cross-validation. */
export type Source = { name: string } & (
  | { kind: 'detector'; path: string }
  | { kind: 'scores'; scored: ScoredSample[] }
  | { kind: 'folds'; result: CrossValidationResult }
);

/**
 * Finds out what the arguments of a comparison are: detector files, folders of runs, of evaluations and of
 * cross-validations, `evaluation.json`, `scores.csv`. A run without data to judge it on is taken by what it said
 * of its own held-out pictures. Throws E_ARGUMENT, E_FILE_NOT_FOUND, E_RUN_NOT_FOUND, and as `readScores`.
 */
export async function readSources(paths: readonly string[], hasData: boolean): Promise<Source[]> {
  const names = distinctNames(paths);
  const sources: Source[] = [];
  for (const [i, path] of paths.entries()) {
    sources.push(Object.assign({ name: names[i]! }, await readSource(path, hasData)));
  }
  const folds = sources.filter(({ kind }) => kind === 'folds');
  if (folds.length > 0 && (folds.length < sources.length || hasData)) {
    const with_ = hasData ? 'data to judge on' : 'detectors or scores';
    throw new AssayError(
      'E_ARGUMENT',
      `${quoteName(folds[0]!.name)} is a cross-validation, which cannot be compared together with ${with_}. Compare cross-validations with one another.`,
    );
  }
  return sources;
}

type Kind = Source extends infer S ? (S extends { name: string } ? Omit<S, 'name'> : never) : never;

async function readSource(path: string, hasData: boolean): Promise<Kind> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new AssayError('E_FILE_NOT_FOUND', `${quoteName(path)} does not exist. Check the path.`, { cause });
  });
  if (!found.isDirectory()) {
    if (/\.csv$/i.test(path)) return { kind: 'scores', scored: await readScores(path) };
    if (/\.json$/i.test(path)) return scoresIn(dirname(path));
    return detector(path, hasData);
  }
  if (await exists(join(path, EVALUATION_FILES.result))) return scoresIn(path);
  const record = await readJson(join(path, RUN_FILES.config));
  if (record !== null && 'crossValidation' in record) {
    return { kind: 'folds', result: await readCrossValidation(path) };
  }
  if (hasData) return detector(path, hasData);
  const result = (await readJson(join(path, RUN_FILES.result))) as TrainResult | null;
  if (result !== null && Array.isArray(result.predictions)) {
    return { kind: 'scores', scored: result.predictions };
  }
  return detector(path, hasData);
}

function detector(path: string, hasData: boolean): Kind {
  if (hasData) return { kind: 'detector', path };
  throw new AssayError(
    'E_ARGUMENT',
    `${quoteName(path)} is to be compared, but there is nothing to judge it on. Name pictures with --data, or compare folders of assay evaluate --out.`,
  );
}

async function scoresIn(folder: string): Promise<Kind> {
  return { kind: 'scores', scored: await readScores(join(folder, EVALUATION_FILES.scores)) };
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function readJson(path: string): Promise<object | null> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** The shortest ends of the paths that tell them apart; the same path twice is numbered. */
export function distinctNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) => {
    const full = resolve(path);
    const isInside = /^(best\.onnx|evaluation\.json|scores\.csv)$/.test(basename(full));
    return (isInside ? dirname(full) : full).split(/[\\/]/).filter((part) => part !== '');
  });
  const all = new Map(parts.map((steps) => [steps.join('/'), steps]));
  const names = parts.map((steps) => {
    const end = (of: string[], depth: number): string => of.slice(-depth).join('/');
    const isAlone = (depth: number): boolean =>
      [...all.values()].filter((other) => end(other, depth) === end(steps, depth)).length === 1;
    return end(steps, [1, 2, 3, 4].find(isAlone) ?? steps.length);
  });
  return names.map((name, i) => {
    const before = names.slice(0, i).filter((other) => other === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}
