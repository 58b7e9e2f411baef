import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTinyData } from '../testing/pictures.js';
import { createRandom } from '../random.js';
import { recipeConfig, type TrainConfig } from './config.js';
import { crossValidate } from './cross-validate.js';
import { type FeatureCache, folderFeatureCache, noFeatureCache } from './feature-cache.js';
import { computeFeatures } from './features.js';
import type { FeatureSource } from './feature-source.js';
import { sampleFeatures, type ViewFeatures } from './sample-features.js';
import { train } from './train.js';

let folder: string;
let config: TrainConfig;
const path = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-groups-'));
  await writeTinyData(path('data'), 24);
  config = {
    ...recipeConfig({ root: path('data') }, 1),
    // Pictures this plain are near-duplicates of one another; here the groups are the test's own.
    audit: false,
    ...{ size: 32, epochs: 1, batch: 8, hidden: [8], dropout: [0.1], gridStart: 0 },
  };
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Parts and groups by id, from a split.csv. */
function readParts(file: string): { id: string; part: string; group: string }[] {
  const [, ...lines] = readFileSync(path(file), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [id, , part, group] = line.split(',') as [string, string, string, string];
    return { id, part, group };
  });
}

describe('groups of a run', () => {
  it('never straddle the split, by a pattern on paths, and stand in split.csv', async () => {
    const cacheFolder = path('cache');
    await train({ ...config, groupBy: ['([0-9]{2})[0-9]'] }, { out: path('a'), cacheFolder });
    const rows = readParts('a/split.csv');
    const partsOf = new Map<string, Set<string>>();
    for (const { group, part } of rows) partsOf.set(group, (partsOf.get(group) ?? new Set()).add(part));
    expect([...partsOf.keys()]).toHaveLength(3);
    expect([...partsOf.values()].every((parts) => parts.size === 1)).toBe(true);
    await expect(
      train({ ...config, groupBy: ['prompt'] }, { out: path('b'), cacheFolder }),
    ).rejects.toMatchObject({ code: 'E_ARGUMENT' });
  });

  it('leaves one value out in training, and each in turn in cross-validation', async () => {
    const cacheFolder = path('cache');
    const csv = path('data/list.csv');
    const rows = [...Array(24).keys()].flatMap((i) =>
      ['real', 'fake'].map((label) => {
        const source = label === 'real' ? 'camera' : ['dalle', 'flux', 'sdxl'][i % 3]!;
        return `${label}/${label} ${String(i).padStart(3, '0')}.jpg,${label},${source}`;
      }),
    );
    writeFileSync(csv, ['file,label,source', ...rows].join('\n'));
    const listed = { ...config, data: { csv } };
    const { result } = await train(
      { ...listed, leaveOut: { by: 'source', value: 'flux' } },
      { out: path('c'), cacheFolder },
    );
    const judged = result.predictions.filter(({ label }) => label === 'fake');
    expect(judged.map(({ source }) => source)).toEqual(Array(8).fill('flux'));
    const { result: each } = await crossValidate(listed, {
      ...{ cacheFolder, leaveOut: { by: 'source', value: null } },
      out: path('d'),
    });
    expect(each.runs.map(({ name }) => name)).toEqual(['source "dalle"', 'source "flux"', 'source "sdxl"']);
    // The cameras are the only reals: a run without them would have none to train on.
    expect(each.plan.warnings[0]).toMatch(/source "camera" is not left out/);
    expect(each.runs.every(({ counts }) => counts.judged.fake === 8 && counts.judged.real === 5)).toBe(true);
    await expect(
      crossValidate(listed, {
        ...{ cacheFolder, leaveOut: { by: 'source', value: 'dall' } },
        out: path('f'),
      }),
    ).rejects.toMatchObject({ code: 'E_ARGUMENT' });
  });
});

describe('new histories', () => {
  // Features that show the pixels themselves: their mean.
  const extractor: ViewFeatures = {
    ...{ fingerprint: 'mean', size: 8, length: 1 },
    extract: (views) =>
      Promise.resolve(
        new Float32Array(views.map(({ data }) => data.reduce((sum, value) => sum + value, 0) / data.length)),
      ),
  };
  const samples = ['real', 'fake'].map((label) => ({
    ...{ id: `${label}/1`, label: label as 'real' | 'fake' },
    file: '',
  }));

  it('are the same for the same seed and id, others for other draws, and cached by what drew them', async () => {
    for (const sample of samples) sample.file = path(`data/${sample.label}/${sample.label} 001.jpg`);
    const sourceOf = (cache: FeatureCache): FeatureSource => ({
      ...{ length: 1, depth: 2, close: () => Promise.resolve() },
      features: (task) => sampleFeatures(task, { extractor, cache }),
    });
    const cache = sourceOf(folderFeatureCache(path('views')));
    const histories = (seed: number, count: number) => ({ random: createRandom(seed), count, options: {} });
    const given = await computeFeatures(samples, cache);
    const first = await computeFeatures(samples, cache, undefined, histories(1, 3));
    const again = await computeFeatures(samples, cache, undefined, histories(1, 3));
    const uncached = await computeFeatures(samples, sourceOf(noFeatureCache), undefined, histories(1, 3));
    const other = await computeFeatures(samples, cache, undefined, histories(2, 1));
    expect([given.cached, first.cached, again.cached, other.cached]).toEqual([0, 0, 2, 0]);
    expect(again.rows).toEqual(first.rows);
    expect(uncached.rows).toEqual(first.rows);
    const row = first.rows.get('real/1')!;
    expect(row).toHaveLength(6);
    expect(
      new Set([row[0], row[2], row[4], given.rows.get('real/1')![0], other.rows.get('real/1')![0]]).size,
    ).toBe(5);
  });

  it('are trained on when asked for; the report says so, and the same run gives the same bytes', async () => {
    const asked: TrainConfig = { ...config, equalise: true, equaliseViews: 2, equaliseValidation: true };
    const { result } = await train(asked, { out: path('g'), cacheFolder: path('cache') });
    expect(result.equalisation).toMatchObject({ views: 2, because: 'asked' });
    expect(readFileSync(path('g/report.html'), 'utf8')).toContain('Trained on equalised pictures');
    await train(asked, { out: path('h'), cacheFolder: null });
    expect(readFileSync(path('h/best.onnx')).equals(readFileSync(path('g/best.onnx')))).toBe(true);
    // What the detector file says of equalised pictures is what validation saw of them.
    const right = result.predictions.filter(
      (p) => (p.probability >= 0.5 ? 'fake' : 'real') === p.label,
    ).length;
    expect(right / result.predictions.length).toBeCloseTo(result.history[0]!.validationAccuracy, 6);
  });
});
