import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadDetector, predictFile } from '../detect/index.js';
import { halveDetector, readDetector } from '../model/index.js';
import { writeTinyData } from '../testing/pictures.js';
import { recipeConfig, type TrainConfig } from './config.js';
import { resumeTraining, train } from './train.js';

let folder: string;
let config: TrainConfig;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-from-'));
  await writeTinyData(join(folder, 'data'), 24);
  config = {
    ...recipeConfig({ root: join(folder, 'data') }, 1),
    ...{ architecture: 'clipped-residual', view: 'crop', tiles: 2, size: 32 },
    ...{ hidden: [8], dropout: [0], epochs: 3, batch: 8, audit: false },
    schedule: [{ epoch: 0, learningRate: 1e-3 }],
  };
});
afterAll(() => rmSync(folder, { recursive: true }));

const out = (name: string) => ({ out: join(folder, name) });

it('starts with the weights that another run ended with', async () => {
  const first = (await train(config, out('first'))).result.history;
  const still = { ...config, from: join(folder, 'first'), epochs: 1 };
  const schedule = [{ epoch: 0, learningRate: 1e-12 }];
  const { result } = await train({ ...still, schedule }, out('second'));
  // Its running averages move on for an epoch, the weights do not: the first batches know what the last ones did.
  expect(result.history[0]!.loss).toBeLessThan(first[0]!.loss);
  expect(readDetector(readFileSync(join(folder, 'second', 'best.onnx'))).view).toEqual({
    kind: 'tiles',
    size: 32,
    tiles: 2,
  });
});

it('goes on without that run once an epoch is done, to the same bytes', async () => {
  const again = { ...config, from: join(folder, 'first'), epochs: 2 };
  await train(again, out('whole'));
  const stopper = new AbortController();
  const onEpochEnd = (): void => stopper.abort();
  await expect(train(again, { ...out('broken'), onEpochEnd, signal: stopper.signal })).rejects.toThrow();
  renameSync(join(folder, 'first'), join(folder, 'away'));
  await resumeTraining(join(folder, 'broken'));
  renameSync(join(folder, 'away'), join(folder, 'first'));
  const best = (run: string): Buffer => readFileSync(join(folder, run, 'best.onnx'));
  expect(best('broken').equals(best('whole'))).toBe(true);
});

it('goes on from a fine-tuned network too, but not from one whose head trained alone first', async () => {
  const tuned = { ...config, architecture: null, fineTune: 'block_16', epochs: 2 };
  const first = (await train(tuned, out('tuned'))).result.history;
  const schedule = [{ epoch: 0, learningRate: 1e-12 }];
  const still = { ...tuned, from: join(folder, 'tuned'), epochs: 1, schedule };
  const { result } = await train(still, out('on'));
  expect(result.history[0]!.loss).toBeLessThan(first[0]!.loss);
  await train({ ...tuned, unfreezeAt: 1 }, out('staged'));
  const codeOf = (changes: Partial<TrainConfig>, name: string) =>
    train({ ...still, ...changes }, out(name)).catch((error: unknown) => (error as { code: string }).code);
  expect(await codeOf({ unfreezeAt: 1 }, 'e')).toBe('E_ARGUMENT');
  expect(await codeOf({ from: join(folder, 'staged') }, 'f')).toBe('E_CHECKPOINT_INVALID');
});

it("starts with a detector's weights, those stored in 16 bits too, and refuses to mix them with its backbone's", async () => {
  const tuned = { ...config, architecture: null, fineTune: 'all', view: 'squash', tiles: 1 } as const;
  const plain = { ...tuned, batchNorm: false, epochs: 1 };
  await train(plain, out('plain'));
  const first = readFileSync(join(folder, 'plain', 'best.onnx'));
  writeFileSync(join(folder, 'half.onnx'), halveDetector(first));
  const schedule = [{ epoch: 0, learningRate: 1e-12 }];
  await train({ ...plain, from: join(folder, 'half.onnx'), schedule }, out('after'));
  const logit = async (file: string): Promise<number> => {
    const detector = await loadDetector(file);
    const { logit } = await predictFile(detector, join(folder, 'data', 'fake', 'fake 000.jpg'));
    await detector.close();
    return logit;
  };
  const before = await logit(join(folder, 'half.onnx'));
  expect(await logit(join(folder, 'after', 'best.onnx'))).toBeCloseTo(before, 4);
  const codeOf = (changes: Partial<TrainConfig>, name: string) =>
    train({ ...plain, from: join(folder, 'half.onnx'), ...changes }, out(name)).catch(
      (error: unknown) => (error as { code: string }).code,
    );
  expect(await codeOf({ fineTune: 'block_16' }, 'g')).toBe('E_ARGUMENT');
  expect(await codeOf({ hidden: [8, 4], dropout: [0, 0] }, 'h')).toBe('E_CHECKPOINT_INVALID');
  expect(await codeOf({ batchNorm: true }, 'i')).toBe('E_CHECKPOINT_INVALID');
  expect(await codeOf({ from: join(folder, 'none.onnx') }, 'j')).toBe('E_FILE_NOT_FOUND');
  expect(await codeOf({ from: join(folder, 'plain'), fineTune: 'block_16' }, 'k')).toBe(
    'E_CHECKPOINT_INVALID',
  );
});

it('refuses weights of another shape, a folder without a checkpoint, and what does not go together', async () => {
  const from = join(folder, 'first');
  const codeOf = (changes: Partial<TrainConfig>, name: string) =>
    train({ ...config, from, ...changes }, out(name)).catch(
      (error: unknown) => (error as { code: string }).code,
    );
  expect(await codeOf({ hidden: [9] }, 'a')).toBe('E_CHECKPOINT_INVALID');
  expect(await codeOf({ from: join(folder, 'data') }, 'b')).toBe('E_RUN_NOT_FOUND');
  expect(await codeOf({ architecture: null, view: 'squash', tiles: 1 }, 'c')).toBe('E_ARGUMENT');
  expect(await codeOf({ view: 'squash' }, 'd')).toBe('E_ARGUMENT');
});
