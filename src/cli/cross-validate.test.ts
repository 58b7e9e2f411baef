import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTinyData } from '../testing/pictures.js';
import type { CrossValidationResult } from '../train/index.js';
import { runCli } from './testing/run-cli.js';

let folder: string;
const path = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-cv-'));
  await writeTinyData(path('data'), 12);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A small configuration: every setting that is not the recipe's is given on the command line. */
const cv = (...argv: string[]) =>
  runCli(
    ...['cv', ...argv, '--data-cache', path('cache')],
    ...(argv.includes('--resume') ? [] : ['--size', '32', '--epochs', '2', '--batch', '8', '--threads', '1']),
    ...(argv.includes('--resume') ? [] : ['--hidden', '8', '--dropout', '0.1']),
  );

describe('assay cv', () => {
  it('prints the means with intervals beside the header-only floor, and a line a run', async () => {
    const { code, out, err } = await cv(path('data'), '--folds', '3', '--repeats', '2', '--out', path('a'));
    expect(code).toBe(0);
    expect(out).toMatch(/Mean over the runs, with 95% intervals:\n {2}Accuracy: \d+\.\d% \(\S+\)\n/);
    expect(out).toMatch(/\n {2}Header-only floor: accuracy \d+\.\d% \(\S+\), without seeing a pixel\.\n/);
    expect(out).toMatch(/24 pictures \(12 real, 12 fake\)[^\n]+: 3 folds, 2 repeats, stratified by label/);
    expect(out).toMatch(/Report: .*a\/report\.html/);
    expect(err).toContain('24 pictures, 6 runs: 3 folds, 2 repeats, stratified by label');
    expect(err).toMatch(/6\/6 repeat 2, fold 3: judged by epoch 2, accuracy in training \d/);
    expect(readdirSync(path('a'))).toEqual(
      expect.arrayContaining(['folds.csv', 'scores.csv', 'report.html', 'result.json']),
    );
  });

  it('goes on with one that is there, and prints the same as JSON', async () => {
    const { code, out, err } = await cv('--resume', path('a'), '--json');
    expect([code, err]).toEqual([0, '']);
    const { folder: where, ...result } = JSON.parse(out) as CrossValidationResult & { folder: string };
    expect(where).toBe(path('a'));
    expect(JSON.parse(readFileSync(path('a/result.json'), 'utf8'))).toEqual(result);
    expect(result.runs).toHaveLength(6);
  });

  it('is silent about the floor where no audit was made', async () => {
    const { code, out } = await cv(path('data'), '--folds', '2', '--no-audit', '-q', '--out', path('b'));
    expect(code).toBe(0);
    expect(out).not.toContain('floor');
  });

  it('names the sources it tells least where it leaves out one at a time', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => String(i).padStart(3, '0')).flatMap((number, i) =>
      ['fake', 'real'].map((label) => `${label}/${label} ${number}.jpg,${label},${label} source ${i % 2}`),
    );
    writeFileSync(path('data/sources.csv'), ['file,label,source', ...rows, ''].join('\n'));
    const { code, out } = await cv(path('data/sources.csv'), '--leave-out', 'source', '--out', path('d'));
    expect(code).toBe(0);
    expect(out).toMatch(/\n {2}Weakest by ROC AUC: (source "(fake|real) source [01]" [01]\.\d{3}(, |\n)){3}/);
  });

  it('says what is wrong with what it was given', async () => {
    const fails = async (message: RegExp, ...argv: string[]) =>
      expect(await cv(...argv)).toMatchObject({ code: 2, err: expect.stringMatching(message) as string });
    await fails(/^E_ARGUMENT.*from 2 to 1000/, path('data'), '--folds', '1');
    await fails(/^E_SPLIT_FOLDS/m, path('data'), '--folds', '500', '--out', path('c'));
    await fails(
      /^E_ARGUMENT.*makes its own/m,
      path('data'),
      '--split',
      path('split.csv'),
      '--out',
      path('c'),
    );
    await fails(
      /^E_ARGUMENT.*"source" has 0 values/m,
      path('data'),
      '--leave-out',
      'source',
      '--out',
      path('c'),
    );
    await fails(/^E_RUN_EXISTS/m, path('data'), '--out', path('a'));
    await fails(/^E_RUN_NOT_FOUND/m, '--resume', path('gone'));
    await fails(/^E_DATASET_NOT_FOUND/m, path('gone'), '--out', path('c'));
    expect(readdirSync(folder)).not.toContain('c');
  });
});
