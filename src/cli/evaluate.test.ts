import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSplit, loadDataset } from '../dataset/index.js';
import { makeTree } from '../dataset/testing/tree.js';
import { tinyDataFiles, tinyDetectorFile } from '../detect/testing/tiny-detector.js';
import type { EvaluationResult } from '../detect/index.js';
import { createRandom } from '../random.js';
import { runCli } from './testing/run-cli.js';

const detector = await tinyDetectorFile({ thresholds: { fakeAtLeast: 0.8, realAtMost: 0.2 } });
const pictures = await tinyDataFiles(createRandom(3), { fakes: 10, reals: 10, folder: 'data/' });

async function setUp(more: Record<string, string | Uint8Array> = {}) {
  const root = await makeTree({ 'tiny.onnx': detector, ...pictures, ...more });
  return { root, tiny: join(root, 'tiny.onnx'), data: join(root, 'data') };
}
const quick = ['--resamples', '100', '--quiet', '--no-audit'];

describe('assay evaluate', () => {
  it('prints every metric with its interval, verdicts, breakdowns, tiers and mistakes', async () => {
    const { tiny, data } = await setUp();
    const { code, out, err } = await runCli(
      'evaluate', tiny, data, '--tiers', '--attribute', 'kind=(easy|hard)_', '--resamples', '100', '--no-audit',
    ); // prettier-ignore
    expect(code).toBe(0);
    expect(out).toContain(
      'tiny on data: 20 pictures (10 real, 10 fake); whether training saw any of them is not known.',
    );
    expect(out).toMatch(/Accuracy +\d+\.\d% \(\d+\.\d–\d+\.\d\)/);
    expect(out).toMatch(/Verdicts: fake from a probability of 0.8 up, real from 0.2 down, else inconclusive/);
    expect(out).toMatch(/kind +fake +real[^]+easy +5 +5/);
    expect(out).toMatch(/as given[^]+web[^]+hard/);
    expect(err).toMatch(/Judging {2}20\/20/);
    expect(out).not.toContain('header only');
  });

  it('writes a folder: result, page, scores, charts, mistakes', async () => {
    const { root, tiny, data } = await setUp({
      'data/fake/broken.png': pictures['data/fake/easy_000.png']!.subarray(0, 90),
    });
    const folder = join(root, 'out', 'judged');
    const { code, out, err } = await runCli(
      'evaluate',
      tiny,
      data,
      '--out',
      folder,
      '--sweeps',
      '--json',
      '--resamples',
      '100',
      '--no-audit',
    );
    expect(code).toBe(3);
    expect(err).toContain('Left out fake/broken.png: E_IMAGE_CORRUPT');
    const result = JSON.parse(out) as EvaluationResult;
    expect(JSON.parse(await readFile(join(folder, 'evaluation.json'), 'utf8'))).toEqual(result);
    expect(result.seed).toBe(1);
    expect(result.data.skipped).toHaveLength(1);
    expect((await readdir(folder)).sort()).toEqual(
      [
        ...['evaluation.json', 'report.html', 'scores.csv', 'mistakes.png'],
        ...['roc', 'precision-recall', 'scores', 'reliability', 'confusion', 'verdicts'].map(
          (name) => `${name}.svg`,
        ),
        ...['jpeg', 'webp', 'resize', 'blur', 'noise', 'screenshot'].map((name) => `sweep-${name}.svg`),
      ].sort(),
    );
    const [header, first] = (await readFile(join(folder, 'scores.csv'), 'utf8')).split('\n');
    expect(header).toMatch(/^id,label,logit,probability,verdict,source,group,"probability, jpeg 95",/);
    expect(first).toMatch(/^fake\/easy_000\.png,fake,-?[\d.]+,0\.\d+,(fake|real|inconclusive),,,0\.\d+,/);
  });

  it('audits the pictures first: the floor beside the accuracy, near-duplicates as one case', async () => {
    const { root, tiny, data } = await setUp({
      'data/fake/again.png': pictures['data/fake/easy_000.png']!,
      'data/fake/once more.png': pictures['data/fake/easy_000.png']!,
    });
    const cache = join(root, 'cache');
    const argv = ['evaluate', tiny, data, '--resamples', '100', '--data-cache', cache] as const;
    const { code, out, err } = await runCli(...argv);
    expect(code).toBe(0);
    expect(err).toMatch(/Auditing {2}22\/22[^]*Judging {2}22\/22/);
    expect(out).toContain('grouped by near-duplicates (2 clusters)');
    expect(out).toMatch(/Accuracy +\S+% \(\S+\) +\d+\.\d% \(\S+\) +right among all/);
    expect(out).toContain('Header only: what a classifier reaches that sees no pixel of these files.');
    expect(await readdir(join(cache, 'audit'))).not.toHaveLength(0);

    const judge = async (...more: string[]) =>
      JSON.parse((await runCli(...argv, '--json', ...more)).out) as EvaluationResult;
    const folder = join(root, 'judged');
    const audited = await judge('--no-data-cache', '--out', folder);
    expect(audited.summary.counts.groups).toBe(18);
    expect(audited.audit!.floor!.accuracy.value).toBeGreaterThan(0);
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('header-only floor');
    const blind = await judge('--no-audit');
    expect(blind.summary.counts.groups).toBe(22);
    expect(blind.audit).toBeNull();
    expect(blind.summary.metrics.accuracy.value).toBe(audited.summary.metrics.accuracy.value);
  });

  it('says nothing of training and splits where it only judges', async () => {
    const { tiny, data } = await setUp();
    const photos = await runCli('evaluate', tiny, '--real', join(data, 'real'), '--resamples', '100', '-q', '--no-data-cache'); // prettier-ignore
    expect(photos.code).toBe(0);
    expect(photos.out).not.toMatch(/Blocks|header only/);
  });

  it('judges one part of a split, and warns of training pictures', async () => {
    const { root, data } = await setUp({ 'run/best.onnx': detector });
    const run = join(root, 'run');
    const { samples } = await loadDataset({ root: data });
    const parts = Object.fromEntries(
      samples.map(({ id }, i) => [id, i % 2 ? ('train' as const) : ('validation' as const)]),
    );
    await writeSplit(join(run, 'split.csv'), { seed: 1, method: 'by hand', parts }, samples);
    const judge = async (...more: string[]) =>
      JSON.parse((await runCli('evaluate', run, data, '--json', ...quick, ...more)).out) as EvaluationResult;
    const held = await judge('--split', run);
    expect(held.data).toMatchObject({
      part: { name: 'validation' },
      counts: { fake: 5, real: 5 },
      trainedOn: 0,
    });
    const all = await judge();
    expect(all.data).toMatchObject({ part: null, trainedOn: 10 });
    expect(all.warnings[0]).toMatchObject({ code: 'TRAINING_DATA' });
    expect((await judge('--split', join(run, 'split.csv'), '--part', 'train')).data.trainedOn).toBe(10);
    expect(await runCli('evaluate', run, data, '--split', run, '--part', 'test')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/no part "test"; it has "validation", "train"/) as string,
    });
  });

  it('judges one class alone, groups, equalises, and repeats', async () => {
    const { tiny, data } = await setUp();
    const photos = await runCli('evaluate', tiny, '--real', join(data, 'real'), ...quick);
    expect(photos.code).toBe(0);
    expect(photos.out).toContain('on real: 10 pictures (10 real, 0 fake)');
    expect(photos.out).toMatch(/Specificity +\d/);
    expect(photos.out).toMatch(/ROC AUC +– /);
    const again = () =>
      runCli('evaluate', tiny, data, '--equalise', '--group-by', '_..(.)', '--json', ...quick);
    const [one, two] = [await again(), await again()];
    expect(one.out).toBe(two.out);
    const result = JSON.parse(one.out) as EvaluationResult;
    expect(result.data).toMatchObject({ isEqualised: true, grouping: '"_..(.)"' });
    expect(result.summary.counts.groups).toBe(10);
  });

  it('reads a CSV with columns of other names, and breaks down by one', async () => {
    const { root, tiny } = await setUp();
    const names = Object.keys(pictures);
    const rows = names.map(
      (name, i) => `${name},${name.includes('fake/') ? 'fake' : 'real'},${i % 2 ? 'a' : 'b'},${i}`,
    );
    await writeFile(join(root, 'list.csv'), ['path,truth,camera,frame', ...rows].join('\n'));
    const csv = [tiny, join(root, 'list.csv'), '--file-column', 'path', '--label-column', 'truth', ...quick];
    const { code, out } = await runCli('evaluate', ...csv, '--by', 'camera');
    expect(code).toBe(0);
    expect(out).toMatch(/camera +fake +real[^]+a +5 +5/);
    expect(out).not.toMatch(/frame +fake/);
    expect(await runCli('evaluate', ...csv, '--by', 'lens')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/no column "lens".*"source", "camera", "frame"/) as string,
    });
    expect(await runCli('evaluate', tiny, join(root, 'list.csv'))).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^E_CSV_COLUMN/) as string,
    });
  });

  it('says what is wrong with what it was given', async () => {
    const { root, tiny, data } = await setUp({ 'notes.txt': 'text' });
    const fails = async (code: string, ...argv: string[]) =>
      expect(await runCli('evaluate', ...argv)).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringMatching(code) as string,
      });
    await fails('^E_DETECTOR_INVALID', join(root, 'notes.txt'), data);
    await fails('^E_FILE_NOT_FOUND', join(root, 'none.onnx'), data);
    await fails('^E_ARGUMENT.*folder that holds real/ and fake/', tiny);
    await fails('^E_DATASET_(LAYOUT|ONE_CLASS)', tiny, join(data, 'real'));
    await fails('^E_ARGUMENT.*regular expression', tiny, data, '--attribute', 'a=(');
    await fails('a name and a pattern', tiny, data, '--attribute', 'easy');
    await fails('^E_ARGUMENT.*no column "person"', tiny, data, '--group-by', 'person');
    await fails('^E_ARGUMENT.*--part needs a split', tiny, data, '--part', 'test');
    await fails('^E_ARGUMENT.*name columns of a CSV', tiny, data, '--file-column', 'x');
    await fails('from 0 to 1', tiny, data, '--threshold', '2');
    expect(await runCli('evaluate', tiny, data, '--out', join(root, 'notes.txt', 'x'))).toMatchObject({
      code: 4,
      err: expect.stringMatching(/^E_FILE_WRITE/) as string,
    });
    expect((await runCli('evaluate', '--help')).out).toContain('Example: assay evaluate');
  });
});
