import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDetector, predictFile } from '../detect/index.js';
import { writeTinyData } from '../testing/pictures.js';
import { readCheckpoint } from './checkpoint.js';
import { recipeConfig, type TrainConfig } from './config.js';
import { resumeTraining, train } from './train.js';

let folder: string;
let config: TrainConfig;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-train-'));
  await writeTinyData(join(folder, 'data'), 24);
  config = { ...recipeConfig({ root: join(folder, 'data') }, 1), size: 32, epochs: 4, batch: 8 };
});
afterAll(() => rmSync(folder, { recursive: true }));

const cacheFolder = (): string => join(folder, 'cache');
const bytesOf = (run: string, file: string): Buffer => readFileSync(join(folder, run, file));

describe('train', () => {
  it('writes the run folder, learns what there is to learn, and makes a detector that judges files', async () => {
    const { result } = await train(config, { out: join(folder, 'a'), cacheFolder: cacheFolder() });
    expect(readdirSync(join(folder, 'a')).toSorted()).toEqual([
      'audit.html',
      'audit.json',
      'best.onnx',
      'config.json',
      'curves.svg',
      'gallery-fake.png',
      'gallery-real.png',
      'history.csv',
      'last',
      'predictions.png',
      'report.html',
      'result.json',
      'split.csv',
    ]);
    const { train: trained, validation: held } = result.counts;
    // Which stays with which depends on the near-duplicates that the audit found among pictures this plain.
    expect([trained.fake + held.fake, trained.real + held.real]).toEqual([24, 24]);
    expect(result.history).toHaveLength(4);
    expect(result.waited).toBeNull();
    expect(
      result.predictions.filter((p) => (p.probability >= 0.5 ? 'fake' : 'real') === p.label).length,
    ).toBeGreaterThanOrEqual(0.8 * result.predictions.length);
    const detector = await loadDetector(join(folder, 'a'));
    const verdict = await predictFile(detector, join(folder, 'data', 'fake', 'fake 003.jpg'));
    expect(verdict.verdict).toBe('fake');
    await detector.close();
  });

  it('gives the same bytes for the same seed, with features cached or not, and others for another seed', async () => {
    await train(config, { out: join(folder, 'b'), cacheFolder: null });
    expect(bytesOf('b', 'best.onnx').equals(bytesOf('a', 'best.onnx'))).toBe(true);
    expect(bytesOf('b', 'split.csv').equals(bytesOf('a', 'split.csv'))).toBe(true);
    await train({ ...config, seed: 2 }, { out: join(folder, 'c'), cacheFolder: cacheFolder() });
    expect(bytesOf('c', 'best.onnx').equals(bytesOf('a', 'best.onnx'))).toBe(false);
  });

  it('judges and exports the running average of the weights, which training itself does not feel', async () => {
    const averaged = { ...config, averageDecay: 0.5 };
    const { result } = await train(averaged, { out: join(folder, 'average'), cacheFolder: cacheFolder() });
    const plain = JSON.parse(bytesOf('a', 'result.json').toString()) as typeof result;
    const losses = ({ history }: typeof result): number[] => history.map(({ loss }) => loss);
    expect(losses(result)).toEqual(losses(plain));
    expect(result.history.at(-1)!.validationLoss).not.toBe(plain.history.at(-1)!.validationLoss);
    const right = result.predictions.filter((p) => p.probability >= 0.5 === (p.label === 'fake')).length;
    const best = result.history[result.best!.epoch]!;
    expect(right / result.predictions.length).toBeCloseTo(best.validationAccuracy, 6);
  });

  it('stopped in the middle of an epoch, goes on to the same bytes', async () => {
    const stopper = new AbortController();
    let epochs = 0;
    const run = train(config, {
      out: join(folder, 'd'),
      cacheFolder: cacheFolder(),
      signal: stopper.signal,
      onEpochStart: () => epochs++,
      onBatch: ({ step }) => {
        if (epochs === 3 && step === 2) stopper.abort();
      },
    });
    await expect(run).rejects.toThrow();
    await resumeTraining(join(folder, 'd'), { cacheFolder: cacheFolder() });
    for (const file of ['best.onnx', 'last/checkpoint.assay']) {
      const strip = (bytes: Buffer): Buffer => (file === 'best.onnx' ? bytes : withoutSeconds(bytes));
      expect(strip(bytesOf('d', file)).equals(strip(bytesOf('a', file)))).toBe(true);
    }
  });

  it('killed outright, goes on to the same bytes', async () => {
    const run = join(folder, 'e');
    const argv = ['train', join(folder, 'data'), '--out', run, '--size', '32', '--epochs', '4', '--batch', '8', '--threads', '1', '--data-cache', cacheFolder()]; // prettier-ignore
    const child = spawn(process.execPath, [
      new URL('../../dist/cli/main.js', import.meta.url).pathname,
      ...argv,
    ]);
    await new Promise<void>((resolve) => {
      let seen = '';
      child.stderr.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
        if (/Epoch 2\/4/.test(seen)) child.kill('SIGKILL');
      });
      child.on('exit', () => resolve());
    });
    await resumeTraining(run, { cacheFolder: cacheFolder() });
    expect(bytesOf('e', 'best.onnx').equals(bytesOf('a', 'best.onnx'))).toBe(true);
  });

  it('stopped while it reads the pictures, goes on; with data of no use, leaves nothing behind', async () => {
    const stopper = new AbortController();
    const onFeatures = (done: number): void => (done === 3 ? stopper.abort() : undefined);
    const options = { out: join(folder, 'g'), cacheFolder: null, signal: stopper.signal, onFeatures };
    await expect(train(config, options)).rejects.toThrow();
    await resumeTraining(join(folder, 'g'), { cacheFolder: cacheFolder() });
    expect(bytesOf('g', 'best.onnx').equals(bytesOf('a', 'best.onnx'))).toBe(true);
    const nothing = { ...config, data: { root: join(folder, 'gone') } };
    await expect(train(nothing, { out: join(folder, 'h') })).rejects.toMatchObject({ code: 'E_DATASET_NOT_FOUND' }); // prettier-ignore
    expect(existsSync(join(folder, 'h'))).toBe(false);
  });

  it('keeps the last good checkpoint and best.onnx where the loss is not a number any more', async () => {
    const steps = [
      { epoch: 0, learningRate: 1e-3 },
      { epoch: 2, learningRate: 1e30 },
    ];
    const run = train(
      { ...config, schedule: steps },
      { out: join(folder, 'nan'), cacheFolder: cacheFolder() },
    );
    await expect(run).rejects.toMatchObject({
      code: 'E_TRAIN_DIVERGED',
      message: expect.stringMatching(
        /At step \d+ the .* became (NaN|Infinity).*best\.onnx holds the weights of epoch \d, the checkpoint those of epoch 2\.$/,
      ),
    });
    const good = { ...config, epochs: 2, schedule: steps.slice(0, 1) };
    await train(good, { out: join(folder, 'good'), cacheFolder: cacheFolder() });
    expect(bytesOf('nan', 'best.onnx').equals(bytesOf('good', 'best.onnx'))).toBe(true);
    const kept = await readCheckpoint(join(folder, 'nan'));
    const wanted = await readCheckpoint(join(folder, 'good'));
    expect(kept).toMatchObject({ epochs: 2, finished: false });
    expect(Buffer.from(kept!.learner).equals(wanted!.learner)).toBe(true);
    const detector = await loadDetector(join(folder, 'nan'));
    const verdict = await predictFile(detector, join(folder, 'data', 'fake', 'fake 003.jpg'));
    expect(Number.isFinite(verdict.logit)).toBe(true);
    await detector.close();
  });

  it('lists unreadable pictures and goes on; refuses a folder in use and changed data', async () => {
    writeFileSync(join(folder, 'data', 'real', 'broken.jpg'), readFileSync(join(folder, 'data', 'real', 'real 001.jpg')).subarray(0, 400)); // prettier-ignore
    const { result } = await train(
      { ...config, epochs: 1 },
      { out: join(folder, 'f'), cacheFolder: cacheFolder() },
    );
    expect(result.skipped).toMatchObject([{ id: 'real/broken.jpg', code: 'E_IMAGE_CORRUPT' }]);
    await expect(train(config, { out: join(folder, 'f') })).rejects.toMatchObject({ code: 'E_RUN_EXISTS' });
    rmSync(join(folder, 'data', 'real', 'real 001.jpg'));
    await expect(resumeTraining(join(folder, 'f'), { cacheFolder: cacheFolder() })).rejects.toMatchObject({ code: 'E_RESUME_CHANGED' }); // prettier-ignore
  });
});

/** A checkpoint less what the clock wrote into its history. */
function withoutSeconds(bytes: Buffer): Buffer {
  const jsonEnd = 12 + bytes.readUInt32LE(8);
  const json = bytes.toString('utf8', 12, jsonEnd).replace(/"seconds":[0-9.e-]+/g, '');
  return Buffer.concat([Buffer.from(json), bytes.subarray(jsonEnd, -32)]);
}
