import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDetector, predictFile } from '../detect/index.js';
import { parseModel } from '../graph/index.js';
import { writeTinyData } from '../testing/pictures.js';
import { recipeConfig, type TrainConfig } from './config.js';
import type { EpochRecord } from './history.js';
import { resumeTraining, train, type TrainHooks } from './train.js';

let folder: string;
let recipe: TrainConfig;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-tune-'));
  await writeTinyData(join(folder, 'data'), 24);
  const schedule = [{ epoch: 0, learningRate: 1e-3 }];
  recipe = { ...recipeConfig({ root: join(folder, 'data') }, 1), size: 32, epochs: 3, batch: 8, schedule };
});
afterAll(() => rmSync(folder, { recursive: true }));

const best = (run: string): Buffer => readFileSync(join(folder, run, 'best.onnx'));
const out = (name: string, hooks: TrainHooks = {}) => ({ ...hooks, out: join(folder, name) });

describe('training from pixels', () => {
  it('fine-tunes from a layer on after the head alone, whatever the workers, and resumes to the same bytes', async () => {
    const config: TrainConfig = {
      ...recipe,
      fineTune: 'block_16',
      unfreezeAt: 1,
      backboneRate: 0.1,
      batch: 6,
      accumulate: 2,
      averageDecay: 0.9,
      loss: { ...recipe.loss, labelSmoothing: 0.1 },
      schedule: { peak: 1e-3, end: 1e-5 },
      warmUp: 0.5,
    };
    const { result } = await train(config, out('a'));
    expect(result.model.totals.trainable).toBeGreaterThan(722_818);
    const { waited, peakMemory, history } = result;
    expect(waited).toBeGreaterThan(0);
    expect(waited).toBeLessThan(1);
    expect(history.map((record) => record.waited! > 0 && record.waited! < 1)).toEqual([true, true, true]);
    expect(peakMemory).toBeGreaterThan(1e7);
    await train({ ...config, workers: 2 }, out('b'));
    expect(best('b').equals(best('a'))).toBe(true);
    for (const epoch of [2, 3]) {
      const stopper = new AbortController();
      let epochs = 0;
      const hooks: TrainHooks = {
        signal: stopper.signal,
        onEpochStart: () => epochs++,
        onBatch: ({ step }) => (epochs === epoch && step === 2 ? stopper.abort() : undefined),
      };
      await expect(train(config, out(`c${epoch}`, hooks))).rejects.toThrow();
      await resumeTraining(join(folder, `c${epoch}`));
      expect(best(`c${epoch}`).equals(best('a'))).toBe(true);
    }
    const detector = await loadDetector(join(folder, 'a'));
    const file = join(folder, 'data', 'fake', 'fake 003.jpg');
    expect((await predictFile(detector, file)).logit).toBeCloseTo(
      result.predictions.find(({ id }) => id === 'fake/fake 003.jpg')?.logit ??
        (await predictFile(detector, file)).logit,
      4,
    );
    await detector.close();
  });

  it.each(['high-pass-6', 'neighbour-residual', 'clipped-residual'])(
    'trains %s from scratch on native crops',
    async (architecture) => {
      const config: TrainConfig = {
        ...recipe,
        architecture,
        view: 'crop',
        hidden: [],
        dropout: [],
        batchNorm: false,
      };
      const { result } = await train({ ...config, epochs: 6 }, out(architecture));
      expect(Math.min(...result.history.map(({ loss }) => loss))).toBeLessThan(0.5);
      // Its batch norms went into the convolutions when it was written.
      const operators = parseModel(best(architecture)).nodes.map(({ opType }) => opType);
      expect(operators).toContain('Conv');
      expect(operators).not.toContain('BatchNormalization');
      // The detector sees the same crop as training judged by, through its own graph.
      const last = result.history[result.best!.epoch]!;
      const right = result.predictions.filter((p) => p.probability >= 0.5 === (p.label === 'fake')).length;
      expect(right / result.predictions.length).toBeCloseTo(last.validationAccuracy, 6);
    },
  );

  it('takes the same way with gradients averaged over batches, and with a forward pass computed anew', async () => {
    const plain = { hidden: [], dropout: [], batchNorm: false, audit: false, epochs: 2 };
    const config: TrainConfig = { ...recipe, ...plain, fineTune: 'block_16' };
    const whole = (await train({ ...config, batch: 12 }, out('whole'))).result.history;
    const parts = (await train({ ...config, batch: 4, accumulate: 3 }, out('parts'))).result.history;
    const sparing = await train({ ...config, batch: 12, recompute: true }, out('sparing'));
    expect(withoutClock(sparing.result.history)).toEqual(withoutClock(whole));
    parts.forEach(({ loss, accuracy }, i) => {
      expect(loss).toBeCloseTo(whole[i]!.loss, 4);
      expect(accuracy).toBe(whole[i]!.accuracy);
    });
  });

  it('names the layers where there is none of that name, and refuses what does not go together', async () => {
    await expect(train({ ...recipe, fineTune: 'block_99' }, out('x'))).rejects.toMatchObject({
      code: 'E_BACKBONE_LAYER',
    });
    await expect(train({ ...recipe, view: 'crop' }, out('y'))).rejects.toMatchObject({ code: 'E_ARGUMENT' });
    await expect(train({ ...recipe, accumulate: 2 }, out('v'))).rejects.toMatchObject({ code: 'E_ARGUMENT' });
    await expect(train({ ...recipe, recompute: true }, out('u'))).rejects.toMatchObject({
      code: 'E_ARGUMENT',
    });
    const loss = { name: 'focal', labelSmoothing: 0.1, gamma: 2 } as const;
    await expect(train({ ...recipe, loss }, out('w'))).rejects.toMatchObject({ code: 'E_ARGUMENT' });
    await expect(train({ ...recipe, architecture: 'vgg' }, out('z'))).rejects.toMatchObject({
      code: 'E_ARGUMENT',
    });
  });
});

function withoutClock(history: readonly EpochRecord[]): EpochRecord[] {
  return history.map((record) => ({ ...record, seconds: 0, waited: 0 }));
}
