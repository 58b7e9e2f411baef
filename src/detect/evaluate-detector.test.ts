import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDataset, type Dataset } from '../dataset/index.js';
import { makeTree } from '../dataset/testing/tree.js';
import { decodeImage, encodePng } from '../image/index.js';
import { createRandom } from '../random.js';
import { loadDetector, type Detector } from './detector.js';
import { evaluateDetector } from './evaluate-detector.js';
import { scoreDataset } from './score-dataset.js';
import { scoreTiers } from './score-tiers.js';
import { AS_GIVEN, namedTier, sweepTiers } from './scoring-tiers.js';
import { pictureOfLogit, tinyDataFiles, tinyDetectorFile } from './testing/tiny-detector.js';

let detector: Detector;
beforeAll(async () => {
  detector = await loadDetector(await tinyDetectorFile());
});
afterAll(() => detector.close());

const random = () => createRandom(5);

async function data(fakes = 6, reals = 6): Promise<Dataset> {
  return loadDataset({ root: await makeTree(await tinyDataFiles(createRandom(1), { fakes, reals })) });
}

describe('scoreDataset', () => {
  it('gives what the detector says of each picture, in order, with what the sample carries', async () => {
    const { samples } = await data(3, 3);
    const tagged = samples.map((sample) => ({ ...sample, group: 'g', attributes: { a: 'b' } }));
    const { scored, skipped } = await scoreDataset(detector, tagged, { random: random() });
    expect(skipped).toEqual([]);
    for (const [i, sample] of tagged.entries()) {
      const [prediction] = await detector.predict([await decodeImage(sample.file)]);
      const { id, label, group, attributes } = sample;
      expect(scored[i]).toEqual({ id, label, group, attributes, ...prediction });
    }
  });

  it('degrades the same way in whatever thread and company', async () => {
    const { samples } = await data();
    const score = async (workers: number, of = samples) =>
      (
        await scoreDataset(detector, of, {
          random: random(),
          degradation: [{ kind: 'noise', sigma: 30 }],
          equalise: true,
          workers,
        })
      ).scored;
    const one = await score(0);
    expect(await score(5)).toEqual(one);
    expect(await score(2, samples.slice(3, 5))).toEqual(one.slice(3, 5));
    const { scored: plain } = await scoreDataset(detector, samples, { random: random() });
    expect(plain.map(({ logit }) => logit)).not.toEqual(one.map(({ logit }) => logit));
    expect(
      (await scoreDataset(detector, samples, { random: random(), degradation: 'web' })).scored,
    ).toHaveLength(12);
  });

  it('lists what cannot be read and goes on', async () => {
    const set = await data();
    const [first, second] = set.samples;
    await writeFile(first!.file, 'no picture');
    await writeFile(second!.file, (await encodePng(pictureOfLogit(1, 1, 60))).subarray(0, 80));
    const counts: number[] = [];
    const { scored, skipped } = await scoreDataset(detector, set.samples, {
      random: random(),
      onProgress: (done, total) => counts.push(done / total),
    });
    expect(scored).toHaveLength(10);
    expect(skipped.map(({ id, code }) => [id, code])).toEqual([
      [first!.id, 'E_IMAGE_UNSUPPORTED'],
      [second!.id, 'E_IMAGE_CORRUPT'],
    ]);
    expect(counts.at(-1)).toBe(1);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  });

  it('lists a picture that the network fails on, and stops when told to', async () => {
    const { samples } = await data(2, 2);
    let calls = 0;
    const odd: Detector = {
      ...detector,
      predictViews: (views) =>
        views.length > 1 || ++calls === 2
          ? Promise.reject(new Error('odd picture'))
          : detector.predictViews(views),
    };
    const { scored, skipped } = await scoreDataset(odd, samples, { random: random() });
    expect(scored.map(({ id }) => id)).toEqual([0, 2, 3].map((i) => samples[i]!.id));
    expect(skipped).toEqual([
      { id: samples[1]!.id, code: 'E_INTERNAL', message: expect.stringContaining('odd picture') as string },
    ]);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(scoreDataset(detector, samples, { random: random(), signal })).rejects.toThrow('enough');
  });
});

describe('scoreTiers', () => {
  it('scores each state as it would be scored alone, and hashes the files', async () => {
    const { samples } = await data(3, 3);
    const steps = [AS_GIVEN, namedTier('hard'), ...sweepTiers()];
    const { tiers, skipped, digests } = await scoreTiers(detector, samples, steps, { random: random() });
    expect(skipped).toEqual([]);
    expect(digests.size).toBe(6);
    expect(tiers.map(({ name }) => name).slice(0, 4)).toEqual(['as given', 'hard', 'jpeg 95', 'jpeg 90']);
    expect(tiers[2]!.sweep).toEqual({ parameter: 'jpeg', value: 95 });
    const noise = steps.findIndex(({ name }) => name === 'noise 16');
    const alone = await scoreTiers(detector, samples, [steps[noise]!], { random: random() });
    expect(tiers[noise]!.scored).toEqual(alone.tiers[0]!.scored);
  });

  it('lists a state that cannot be made of a picture and keeps the others', async () => {
    const { samples } = await data(2, 2);
    const { tiers, skipped } = await scoreTiers(
      detector,
      samples,
      [AS_GIVEN, { name: 'cut', degradation: [{ kind: 'trim', left: 500, top: 0 }] }],
      { random: random() },
    );
    expect(tiers.map(({ scored }) => scored.length)).toEqual([4, 0]);
    expect(skipped[0]).toMatchObject({
      code: 'E_ARGUMENT',
      message: expect.stringMatching(/^In the state "cut"/) as string,
    });
  });
});

describe('evaluateDetector', () => {
  it('judges a data set under every state, and repeats', async () => {
    const set = await data(12, 12);
    const options = { name: 'tiny set', tiers: ['web', 'hard'], sweeps: true, resamples: 40 } as const;
    const { result, scores, states } = await evaluateDetector(detector, set, {
      ...options,
      random: random(),
    });
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(result.detector).toMatchObject({ name: 'tiny', sha256: detector.sha256, tables: {} });
    expect(result.data).toMatchObject({
      name: 'tiny set',
      counts: { fake: 12, real: 12 },
      part: null,
      isEqualised: false,
      trainedOn: null,
      skipped: [],
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(result.summary.counts.total).toBe(24);
    expect(result.summary.metrics.rocAuc.value).toBeGreaterThan(0.5);
    expect(result.tiers!.tiers.map(({ name }) => name)).toEqual(['as given', 'web', 'hard']);
    expect(result.tiers!.intervals.resamples).toBe(40);
    expect(result.sweeps!.intervals.resamples).toBe(10);
    expect(result.sweeps!.tiers).toHaveLength(1 + sweepTiers().length);
    expect(scores).toHaveLength(24);
    expect(states).toHaveLength(3 + sweepTiers().length);
    const again = await evaluateDetector(detector, set, { ...options, random: random(), concurrency: 1 });
    expect(again.result).toEqual(result);
  });

  it('warns of training pictures, by the data as a whole or by name', async () => {
    const set = await data(4, 4);
    const judge = (by: Detector, trainingIds?: ReadonlySet<string>) =>
      evaluateDetector(by, set, { random: random(), resamples: 20, ...(trainingIds && { trainingIds }) });
    const { result } = await judge(detector, new Set([set.samples[0]!.id, 'other.png']));
    expect(result.data.trainedOn).toBe(1);
    expect(result.warnings).toMatchObject([{ code: 'TRAINING_DATA' }]);
    expect((await judge(detector, new Set(['other.png']))).result).toMatchObject({
      data: { trainedOn: 0 },
      warnings: [],
    });
    const training = { fingerprint: result.data.fingerprint, seed: 1, samples: { fake: 3, real: 3 } };
    const trained = await loadDetector(await tinyDetectorFile({ training }));
    const same = await judge(trained);
    expect(same.result.data.trainedOn).toBe(6);
    expect(same.result.warnings[0]!.message).toMatch(
      /trained on 6 of these 8 pictures \(this is the data set/,
    );
    await trained.close();
  });

  it('says so when nothing could be judged', async () => {
    const set = await data(2, 2);
    for (const { file } of set.samples) await writeFile(join(file), 'no picture');
    await expect(evaluateDetector(detector, set, { random: random() })).rejects.toMatchObject({
      code: 'E_DATASET_EMPTY',
      message: expect.stringMatching(/^Not one of 4 pictures could be judged: .*no picture/) as string,
    });
  });
});
