import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDataset, writeSplit } from '../dataset/index.js';
import { makeTree } from '../dataset/testing/tree.js';
import { readScores } from '../detect/index.js';
import { tinyDataFiles, tinyDetectorFile } from '../detect/testing/tiny-detector.js';
import { tinyBackbone, tinyHead } from '../model/testing/tiny.js';
import { composeDetector } from '../model/index.js';
import { createRandom } from '../random.js';
import { distinctNames } from './compare-sources.js';
import { runCli } from './testing/run-cli.js';

const good = await tinyDetectorFile();
// Looks at blue alone, which tells nothing.
const blind = composeDetector({
  name: 'blind',
  backbone: await tinyBackbone(8),
  head: tinyHead(3, [0, 0, 0, 0, 0.02, -0.02]),
});
const pictures = await tinyDataFiles(createRandom(8), { fakes: 40, reals: 40, folder: 'data/' });

async function setUp(more: Record<string, string | Uint8Array> = {}) {
  const root = await makeTree({ 'a/best.onnx': good, 'b/best.onnx': blind, ...pictures, ...more });
  return { root, a: join(root, 'a'), b: join(root, 'b'), data: join(root, 'data'), out: join(root, 'out') };
}
const quick = ['--resamples', '100', '--quiet'];

describe('assay compare', () => {
  it('judges detectors on the same pictures and tells differences from noise', async () => {
    const { root, a, b, data, out } = await setUp();
    await writeFile(join(root, 'twin.onnx'), await tinyDetectorFile({}, 0.021));
    const { code, out: text, err } = await runCli(
      'compare', a, b, join(root, 'twin.onnx'), '--data', data, '--out', out, '--resamples', '100',
    ); // prettier-ignore
    expect(code).toBe(0);
    expect(text).toContain('On the same 80 pictures (40 real, 40 fake):');
    expect(text).toMatch(/ROC AUC 0\.\d+ of a against 0\.\d+ of b: [^\n]+: a difference\./);
    expect(text).toMatch(/of a against 0\.\d+ of twin\.onnx: [^\n]+noise\./);
    expect(err).toMatch(/a {2}80\/80[^]+twin\.onnx {2}80\/80/);
    const result = JSON.parse(await readFile(join(out, 'comparison.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(result).toMatchObject({ kind: 'detectors', measuredOn: 'data: 80 pictures (40 real, 40 fake).' });
    expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('a against b against twin.onnx');
  });

  it('compares scores that are there, as it would compare the detectors', async () => {
    const { root, a, b, data } = await setUp();
    for (const name of ['a', 'b']) {
      await runCli('evaluate', join(root, name), data, '--out', join(root, `judged-${name}`), ...quick);
    }
    const [first, second] = [join(root, 'judged-a'), join(root, 'judged-b')];
    const detectors = await runCli('compare', a, b, '--data', data, '--json', ...quick);
    const folders = await runCli('compare', first, join(second, 'scores.csv'), '--json', ...quick);
    expect(folders.code).toBe(0);
    const pairs = ({ out }: { out: string }) =>
      (JSON.parse(out) as { pairs: { differences: unknown }[] }).pairs.map(({ differences }) => differences);
    expect(pairs(folders)).toEqual(pairs(detectors));
    const mixed = await runCli(
      'compare',
      join(first, 'evaluation.json'),
      b,
      '--data',
      data,
      '--json',
      ...quick,
    );
    expect(pairs(mixed)).toEqual(pairs(detectors));
    const degraded = await runCli(
      'compare',
      a,
      b,
      '--data',
      data,
      '--tier',
      'hard',
      '--equalise',
      '--json',
      ...quick,
    );
    expect(JSON.parse(degraded.out)).toMatchObject({
      measuredOn:
        'data: 80 pictures (40 real, 40 fake), in the state "hard", each given a random new history first.',
    });
  });

  it('takes runs by their held-out pictures, and warns of training pictures', async () => {
    const { a, b, data } = await setUp();
    const { samples } = await loadDataset({ root: data });
    const predictions = samples.map(({ id, label }, i) => ({
      id,
      label,
      logit: i % 7,
      probability: (i % 7) / 7,
    }));
    for (const run of [a, b]) await writeFile(join(run, 'result.json'), JSON.stringify({ predictions }));
    const { code, out } = await runCli('compare', a, b, ...quick);
    expect(code).toBe(0);
    expect(out).toContain('difference 0.000');
    const parts = Object.fromEntries(samples.map(({ id }) => [id, 'train' as const]));
    await writeSplit(join(b, 'split.csv'), { seed: 1, method: '', parts }, samples);
    const judged = await runCli('compare', a, b, '--data', data, '--json', ...quick);
    expect((JSON.parse(judged.out) as { notes: string[] }).notes).toEqual([
      expect.stringMatching(/^b: The detector was trained on 80 of these 80/),
    ]);
  });

  it('says what is wrong with what it was given', async () => {
    const { root, a, b, data } = await setUp({
      'cv/config.json': '{"crossValidation": {}}',
      'bad.csv': 'id,label,logit,probability\nx,fake,0.1,1.7\n',
      'few.csv': 'id,label,logit,probability\nx,fake,0.1,0.7\ny,real,0.1,0.7\n',
      'other.csv': 'id,label,logit,probability\nx,fake,0.1,0.7\nz,real,0.1,0.7\n',
      'labels.csv': 'id,label\nx,fake\n',
      'odd.csv': 'id,label,logit,probability\nx,1,0.1,0.7\n',
    });
    const fails = async (message: RegExp, ...argv: string[]) =>
      expect(await runCli('compare', ...argv)).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringMatching(message) as string,
      });
    const csv = (name: string) => join(root, `${name}.csv`);
    await fails(/two things at least/, a);
    await fails(/nothing to judge it on/, a, b);
    await fails(/^E_FILE_NOT_FOUND/, a, join(root, 'none'), '--data', data);
    await fails(/^E_SCORES: Line 2 of .*probability "1.7"/, csv('bad'), csv('few'));
    await fails(/^E_CSV_COLUMN.*"logit"/, csv('labels'), csv('few'));
    await fails(/^E_CSV_LABEL.*"1"/, csv('odd'), csv('few'));
    await fails(/^E_COMPARE_MISMATCH.*only few.csv scored 1 \("y"\)/, csv('few'), csv('other'));
    await fails(/^E_RUN_NOT_FOUND.*assay cv/, join(root, 'cv'), csv('few'));
    await fails(/is not one of|Allowed choices/, a, b, '--data', data, '--tier', 'soft');
    expect((await runCli('compare', '--help')).out).toContain('Examples: assay compare');
  });
});

it('reads scores back to the same numbers', async () => {
  const root = await makeTree({
    'scores.csv':
      'id,label,logit,probability,verdict,source,group\n"a,""b""",fake,-1.25e-7,0.1234567890123456,fake,sd,\nc,real,3,1,real,,g\n',
  });
  expect(await readScores(join(root, 'scores.csv'))).toEqual([
    { id: 'a,"b"', label: 'fake', logit: -1.25e-7, probability: 0.1234567890123456, source: 'sd' },
    { id: 'c', label: 'real', logit: 3, probability: 1, group: 'g' },
  ]);
});

it('names things by the shortest ends of their paths', () => {
  expect(distinctNames(['runs/a/', 'runs/b/best.onnx', '/x/new.onnx'])).toEqual(['a', 'b', 'new.onnx']);
  expect(distinctNames(['one/run', 'two/run', 'two/run'])).toEqual(['one/run', 'two/run', 'two/run (2)']);
});

it('compares cross-validations of the same plan', async () => {
  const root = await makeTree({});
  const plan = { digest: 'd', testFraction: 0.2, method: '5 folds', warnings: [] };
  for (const [name, shift] of [
    ['small', 0],
    ['large', 0.2],
  ] as const) {
    const runs = [0.5, 0.52, 0.48, 0.51, 0.5].map((accuracy, i) => ({
      name: `fold ${i}`,
      metrics: { accuracy: accuracy + shift, rocAuc: 0.5 + 0.001 * i },
    }));
    await mkdir(join(root, name));
    await writeFile(join(root, name, 'config.json'), '{"crossValidation": {}}');
    const result = {
      kind: 'cross-validation',
      name,
      data: 'faces',
      counts: { fake: 5, real: 5 },
      plan,
      runs,
    };
    await writeFile(join(root, name, 'result.json'), JSON.stringify(result));
  }
  const [small, large] = [join(root, 'small'), join(root, 'large')];
  const { code, out } = await runCli('compare', small, large, '--out', join(root, 'out'));
  expect(code).toBe(0);
  expect(out).toMatch(/^faces: 10 pictures \(5 real, 5 fake\), 5 folds\.\n[^]*small +5 +50\.2%/);
  expect(out).toMatch(/small against large: [^\n]+a difference/);
  expect(await readFile(join(root, 'out', 'report.html'), 'utf8')).toContain('small against large');
  expect((await runCli('compare', small, large, '--metric', 'rocAuc')).out).toMatch(/noise/);
  expect((await runCli('compare', small, large, '--data', root)).err).toMatch(
    /cross-validations with one another/,
  );
});
