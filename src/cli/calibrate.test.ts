import { copyFile, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDataset, writeSplit } from '../dataset/index.js';
import { makeTree } from '../dataset/testing/tree.js';
import { loadDetector, scoreDataset, type DetectorCalibration } from '../detect/index.js';
import { tinyDataFiles, tinyDetectorFile } from '../detect/testing/tiny-detector.js';
import { calibratedProbability, verdictOf } from '../evaluate/index.js';
import { createRandom } from '../random.js';
import { runCli } from './testing/run-cli.js';

// Five times as sure as it should be.
const detector = await tinyDetectorFile({ tables: { kept: 1 } }, 0.1);
const pictures = await tinyDataFiles(createRandom(4), { fakes: 40, reals: 120, folder: 'data/' });

/** Without the audit: the tiny pictures are much alike. */
const calibrate = (...argv: string[]) => runCli('calibrate', ...argv, '--no-audit');

async function setUp(more: Record<string, string | Uint8Array> = {}) {
  const root = await makeTree({ 'run/best.onnx': detector, ...pictures, ...more });
  return {
    root,
    run: join(root, 'run'),
    data: join(root, 'data'),
    out: join(root, 'new', 'calibrated.onnx'),
  };
}

describe('assay calibrate', () => {
  it('writes a new detector that keeps its promises on these pictures, and leaves the old one alone', async () => {
    const { run, data, out } = await setUp();
    const { code, out: text } = await calibrate(run, data, '--out', out, '--quiet');
    expect(code).toBe(0);
    expect(await readFile(join(run, 'best.onnx'))).toEqual(Buffer.from(detector));
    expect(text).toMatch(/Calibration: Platt, slope 0\.\d+, intercept -?\d/);
    expect(text).toMatch(/Calibration error +0\.\d{3} +0\.\d{3}/);
    expect(text).toMatch(/reals called fake +1\.0% +0 of 120 +0\.0% \(0\.0–3\.1\) +yes/);
    expect(text).toMatch(
      /Verdicts: fake from a probability of 0\.\d+ up, real from 0\.\d+ down, else inconclusive/,
    );

    const calibrated = await loadDetector(out);
    const { calibration, thresholds, thresholdFit, tables } = calibrated.info;
    expect(calibration).toMatchObject({ method: 'platt', slope: expect.closeTo(0.2, 1) as number });
    expect(thresholdFit).toMatchObject({
      rule: 'expected',
      falsePositives: { allowed: 0.01, guaranteed: true },
    });
    expect(tables).toMatchObject({
      kept: 1,
      calibration: { seed: 1, data: { counts: { fake: 40, real: 120 } } },
    });
    const { samples } = await loadDataset({ root: data });
    const { scored } = await scoreDataset(calibrated, samples, { random: createRandom(1) });
    for (const { logit, probability } of scored) {
      expect(probability).toBeCloseTo(calibratedProbability(logit, calibration), 6);
    }
    const wrong = (label: string, verdict: string) =>
      scored.filter((one) => one.label === label && verdictOf(one.probability, thresholds) === verdict)
        .length;
    // Some logits of this set differ in their last digits only: a threshold between them would not hold.
    expect(wrong('real', 'fake')).toBe(thresholdFit!.falsePositives.errors);
    expect(wrong('fake', 'real')).toBe(thresholdFit!.misses.errors);
    await calibrated.close();
  });

  it('takes method, rates and rule, warns of too few pictures, and repeats', async () => {
    const { root, run, data } = await setUp();
    const fit = async (name: string) => {
      const { out } = await calibrate(run, data, '--out', join(root, name), '--json', '--quiet', '--method', 'temperature',
        '--max-false-positive-rate', '0.005', '--max-miss-rate', '.2', '--rule', 'confident',
      ); // prettier-ignore
      return JSON.parse(out) as DetectorCalibration;
    };
    const result = await fit('a.onnx');
    expect(result.report.calibration).toMatchObject({ method: 'temperature' });
    const { falsePositives, misses } = result.report.thresholds;
    expect([falsePositives.allowed, falsePositives.guaranteed]).toEqual([0.005, false]);
    expect([misses.allowed, misses.guaranteed]).toEqual([0.2, true]);
    expect(result.report.warnings).toMatchObject([{ code: 'FEW_REALS' }]);
    expect(await fit('b.onnx')).toEqual(result);
    expect(await readFile(join(root, 'a.onnx'))).toEqual(await readFile(join(root, 'b.onnx')));
    const isotonic = await calibrate(
      run,
      data,
      '--out',
      join(root, 'c.onnx'),
      '--quiet',
      '--method',
      'isotonic',
    );
    expect(isotonic.out).toMatch(/isotonic, \d+ knots/);
  });

  it('counts near-duplicates once', async () => {
    const photo = pictures['data/real/easy_040.png'];
    expect(photo).toBeDefined();
    const copies = Array.from({ length: 5 }, (_, i) => [`data/real/copy ${i}.png`, photo!] as const);
    const { run, data, out } = await setUp(Object.fromEntries(copies));
    const { code, out: text } = await runCli('calibrate', run, data, '--out', out, '-q', '--json', '--no-data-cache'); // prettier-ignore
    expect(code).toBe(0);
    const { report, data: judged } = JSON.parse(text) as DetectorCalibration;
    expect(judged.grouping).toMatch(/^near-duplicates \(\d+ clusters?\)$/);
    const { samples, groups } = report.thresholds.falsePositives;
    expect(samples).toBe(125);
    expect(groups).toBeLessThanOrEqual(120);
  });

  it('refuses training pictures unless told', async () => {
    const { run, data, out } = await setUp();
    const { samples } = await loadDataset({ root: data });
    const parts = Object.fromEntries(
      samples.map(({ id }, i) => [id, i % 2 ? ('train' as const) : ('validation' as const)]),
    );
    await writeSplit(join(run, 'split.csv'), { seed: 1, method: 'by hand', parts }, samples);
    expect(await calibrate(run, data, '--out', out)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/E_TRAINING_PICTURES: .*trained on 80 of these 160/) as string,
    });
    const accepted = await calibrate(run, data, '--out', out, '--accept-training-pictures', '--quiet');
    expect(accepted).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Warning: The detector was trained on 80/) as string,
    });
    const held = await calibrate(run, data, '--split', run, '--out', out, '--quiet');
    expect(held).toMatchObject({
      code: 0,
      out: expect.stringMatching(/training saw none of them/) as string,
    });
  });

  it('never overwrites the detector, and says what is wrong with what it was given', async () => {
    const { root, run, data, out } = await setUp({ 'notes.txt': 'text' });
    const input = join(run, 'best.onnx');
    await symlink(input, join(root, 'link.onnx'));
    const fails = async (message: RegExp, ...argv: string[]) =>
      expect(await calibrate(...argv)).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringMatching(message) as string,
      });
    await fails(/never overwritten/, run, data, '--out', input);
    await fails(/never overwritten/, run, data, '--out', join(root, 'link.onnx'));
    await fails(/is a folder/, run, data, '--out', root);
    await fails(/^E_DETECTOR_INVALID/, join(root, 'notes.txt'), data, '--out', out);
    await fails(/^E_ONE_CLASS/m, run, '--real', join(data, 'real'), '--out', out, '--quiet');
    await fails(/required option '--out <file>'/, run, data);
    await fails(/from 0 to 0.5/, run, data, '--out', out, '--max-miss-rate', '0.7');
    await copyFile(input, out.replace('new/', ''));
    expect((await calibrate('--help')).out).toContain('Example: assay calibrate');
  });
});
