import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareFolds, summariseFolds } from '../evaluate/index.js';
import { writeTinyData } from '../testing/pictures.js';
import { recipeConfig, type TrainConfig } from './config.js';
import { crossValidate, resumeCrossValidation } from './cross-validate.js';
import { foldValues, readCrossValidation } from './cross-validation/folder.js';
import { choosesByValidation } from './cross-validation/options.js';
import { planCrossValidation } from './cross-validation/plan.js';
import { resumeTraining } from './train.js';

let folder: string;
let config: TrainConfig;
const cacheFolder = (): string => join(folder, 'cache');
const path = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-cv-'));
  await writeTinyData(path('data'), 12);
  config = {
    ...recipeConfig({ root: path('data') }, 1),
    size: 32,
    epochs: 2,
    batch: 8,
    hidden: [8],
    dropout: [0.1],
  };
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('crossValidate', () => {
  it('judges every picture once a repeat by a run that never saw it, and writes the folder', async () => {
    const { result } = await crossValidate(config, {
      ...{ folds: 3, repeats: 2 },
      out: path('a'),
      cacheFolder: cacheFolder(),
    });
    expect(readdirSync(path('a')).toSorted()).toEqual([
      'audit.html',
      'audit.json',
      'config.json',
      'folds',
      'folds.csv',
      'report.html',
      'result.json',
      'scores.csv',
    ]);
    expect(result.runs.map(({ name }) => name)).toEqual(
      [1, 2].flatMap((repeat) => [1, 2, 3].map((fold) => `repeat ${repeat}, fold ${fold}`)),
    );
    const scores = readFileSync(path('a/scores.csv'), 'utf8').trim().split('\n').slice(1);
    expect(scores).toHaveLength(48);
    expect(new Set(scores.map((line) => line.split(',')[0])).size).toBe(24);
    const accuracies = result.runs.map(({ metrics }) => metrics.accuracy!);
    expect(result.means.accuracy).toEqual(summariseFolds(accuracies, { testFraction: 1 / 3 }));
    expect(result.summary.counts).toMatchObject({ total: 48 });
    // A picture's repeats are one group, and so are near-duplicates.
    expect(result.summary.counts.groups).toBeLessThanOrEqual(24);
    expect(readFileSync(path('a/report.html'), 'utf8')).toContain('repeat 2, fold 3');
  });

  it('stopped after a fold, goes on to the same bytes without running it again', async () => {
    const stopper = new AbortController();
    const stopped = crossValidate(config, {
      ...{ folds: 3, repeats: 2, out: path('b/a'), cacheFolder: cacheFolder() },
      signal: stopper.signal,
      onFoldEnd: (_, done) => (done === 2 ? stopper.abort() : undefined),
    });
    await expect(stopped).rejects.toThrow();
    const ran: string[] = [];
    await resumeCrossValidation(path('b/a'), {
      cacheFolder: cacheFolder(),
      onFold: (name) => {
        ran.push(name);
        return undefined;
      },
    });
    expect(ran).toHaveLength(4);
    for (const file of ['folds.csv', 'scores.csv', 'result.json', 'report.html', 'config.json'])
      expect(readFileSync(path(`b/a/${file}`)).equals(readFileSync(path(`a/${file}`)))).toBe(true);
    await expect(resumeTraining(path('b/a'))).rejects.toMatchObject({ code: 'E_RUN_NOT_FOUND' });
  });

  it('is compared fold by fold with another configuration on the same plan, and only so', async () => {
    const options = { folds: 3, cacheFolder: cacheFolder() };
    await crossValidate(config, { ...options, out: path('c') });
    await crossValidate({ ...config, hidden: [4] }, { ...options, out: path('d'), epoch: 'best' });
    const [first, second, other] = await Promise.all(
      ['c', 'd', 'a'].map((name) => readCrossValidation(path(name))),
    );
    expect(second!.runs[0]!.counts.train.real).toBeLessThan(first!.runs[0]!.counts.train.real);
    const values = foldValues([first!, second!], 'accuracy');
    expect(compareFolds(values, { testFraction: first!.plan.testFraction }).pairs).toHaveLength(1);
    expect(() => foldValues([first!, other!], 'accuracy')).toThrow(/same pictures/);
    await expect(readCrossValidation(path('data'))).rejects.toMatchObject({ code: 'E_RUN_NOT_FOUND' });
  });

  it('sets an inner validation part aside wherever something is chosen by validation figures', () => {
    const stopping = { monitor: 'validation-loss', patience: 2, minDelta: 0 } as const;
    const early = { ...config, callbacks: { ...config.callbacks, earlyStopping: stopping } };
    expect(choosesByValidation(config, { epoch: 'last' })).toBe(false);
    expect(choosesByValidation(config, { epoch: 'best' })).toBe(true);
    expect(choosesByValidation(early, { epoch: 'last' })).toBe(true);
    const samples = [...Array(40).keys()].map((i) => ({
      ...{ id: `${i}`, file: '', label: i % 2 ? ('fake' as const) : ('real' as const), group: `${i >> 2}` },
    }));
    const options = { folds: 5, repeats: 1, leaveOut: null, epoch: 'best' as const };
    const { folds } = planCrossValidation(samples, config, options);
    for (const { training, validation, judged } of folds) {
      const groups = [training, validation, judged].map((part) => new Set(part.map(({ group }) => group)));
      expect(groups.reduce((sum, part) => sum + part.size, 0)).toBe(10);
    }
    expect(folds.flatMap(({ judged }) => judged)).toHaveLength(40);
  });
});
