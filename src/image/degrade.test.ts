import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.js';
import { blurGaussian } from './blur.js';
import { applyDegradation, type Degradation } from './degrade.js';
import { throughJpeg } from './encode.js';
import { drawHistory, equalise } from './equalise.js';
import { addNoise } from './noise.js';
import { resizeLanczos } from './resize-lanczos.js';
import { digest, noisePicture, smoothPicture, worstDifference } from './testing/pictures.js';
import { SWEEPS, TIERS } from './tiers.js';

const picture = smoothPicture(90, 60);
const random = () => createRandom(1);

describe('blurGaussian', () => {
  it.each([
    [61, 47, '186516c396453e74'],
    [5, 3, 'b788a6d8a083f7c0'],
  ])('gives the bytes of OpenCV on %i × %i', (width, height, wanted) => {
    // OpenCV 4.6.0, picture() and digest as in resize.test.ts: k = cv2.getGaussianKernel(9, 1.2)
    // np.rint(cv2.sepFilter2D(picture(w, h, 3).astype(float), -1, k, k, borderType=cv2.BORDER_REFLECT_101))
    expect(digest(blurGaussian(noisePicture(width, height), 1.2).data)).toBe(wanted);
  });

  it('leaves a single pixel, and everything at sigma 0', () => {
    expect(blurGaussian(noisePicture(1, 1), 3).data).toEqual(noisePicture(1, 1).data);
    expect(blurGaussian(picture, 0)).toEqual(picture);
  });
});

describe('addNoise', () => {
  it('repeats for a seed and has the standard deviation asked for', () => {
    const grey = { width: 100, height: 100, data: new Uint8Array(30000).fill(128) };
    const noisy = addNoise(grey, 8, random());
    expect(addNoise(grey, 8, random())).toEqual(noisy);
    expect(addNoise(grey, 8, createRandom(2))).not.toEqual(noisy);
    const variance = noisy.data.reduce((sum, value) => sum + (value - 128) ** 2, 0) / 30000;
    expect(Math.sqrt(variance)).toBeCloseTo(8, 0);
  });
});

describe('applyDegradation', () => {
  it.each<[Degradation, number, number]>([
    [{ kind: 'jpeg', quality: 60 }, 90, 60],
    [{ kind: 'jpeg', quality: 60, subsampling: '4:4:4' }, 90, 60],
    [{ kind: 'webp', quality: 60 }, 90, 60],
    [{ kind: 'resize', factor: 0.5 }, 45, 30],
    [{ kind: 'resize', factor: 1.5, filter: 'linear' }, 135, 90],
    [{ kind: 'resize', factor: 0.001 }, 1, 1],
    [{ kind: 'fit', side: 30 }, 30, 20],
    [{ kind: 'fit', side: 768 }, 90, 60],
    [{ kind: 'blur', sigma: 1 }, 90, 60],
    [{ kind: 'noise', sigma: 2 }, 90, 60],
    [{ kind: 'trim', left: 3, top: 5 }, 87, 55],
    [{ kind: 'flip' }, 90, 60],
    [{ kind: 'screenshot', width: 180, gamma: 1.05 }, 180, 120],
  ])('%j', async (degradation, width, height) => {
    const result = await applyDegradation(picture, degradation, random());
    expect([result.width, result.height, result.data.length]).toEqual([width, height, width * height * 3]);
    expect(await applyDegradation(picture, degradation, random())).toEqual(result);
    const unchanged = degradation.kind === 'fit' && degradation.side > 90;
    expect(digest(result.data) === digest(picture.data)).toBe(unchanged);
  });

  it('takes steps in turn', async () => {
    const steps = await applyDegradation(smoothPicture(1000, 500), TIERS.web, random());
    const byHand = await throughJpeg(resizeLanczos(smoothPicture(1000, 500), 768, 384), { quality: 60 });
    expect(steps).toEqual(byHand);
    expect(await applyDegradation(picture, TIERS.asGiven, random())).toEqual(picture);
  });

  it('knows every step of the sweeps, each at rising strength', async () => {
    for (const { name, points } of SWEEPS) {
      for (const { degradation } of points) {
        expect((await applyDegradation(picture, degradation, random())).width, name).toBeGreaterThan(0);
      }
    }
  });

  it.each<Degradation>([
    { kind: 'jpeg', quality: 0 },
    { kind: 'resize', factor: 0 },
    { kind: 'resize', factor: 1e9 },
    { kind: 'blur', sigma: -1 },
    { kind: 'noise', sigma: NaN },
    { kind: 'trim', left: 90, top: 0 },
    { kind: 'screenshot', width: 90, gamma: 0 },
  ])('refuses %j', async (degradation) => {
    await expect(applyDegradation(picture, degradation, random())).rejects.toMatchObject({
      code: 'E_ARGUMENT',
    });
  });
});

describe('equalise', () => {
  it('repeats for a seed, differs between seeds, and stays within its ranges', async () => {
    const a = await equalise(picture, createRandom(5));
    expect(await equalise(picture, createRandom(5))).toEqual(a);
    expect(await equalise(picture, createRandom(6))).not.toEqual(a);
    for (let seed = 0; seed < 300; seed++) {
      const steps = drawHistory({ width: 400, height: 300 }, createRandom(seed));
      expect(steps.map(({ kind }) => kind).slice(0, 2)).toEqual(['trim', 'resize']);
      for (const step of steps) {
        if (step.kind === 'trim') expect(Math.max(step.left, step.top)).toBeLessThanOrEqual(7);
        if (step.kind === 'resize') expect(Math.abs(step.factor - 0.75)).toBeLessThanOrEqual(0.25);
        if (step.kind === 'jpeg' || step.kind === 'webp')
          expect(Math.abs(step.quality - 78)).toBeLessThanOrEqual(18);
      }
    }
  });

  it('draws every kind of history, with the shares asked for', () => {
    const saves = Array.from({ length: 2000 }, (_, seed) =>
      drawHistory({ width: 64, height: 64 }, createRandom(seed)).at(-1)!,
    );
    const share = (test: (step: Degradation) => boolean) => saves.filter(test).length / saves.length;
    expect(share(({ kind }) => kind === 'webp')).toBeCloseTo(0.2, 1);
    expect(share((step) => step.kind === 'jpeg' && step.subsampling === '4:4:4')).toBeCloseTo(0.24, 1);
  });

  it('takes the same number of draws whatever the size, so that sizes cannot shift the draws of what follows', () => {
    const [small, large] = [random(), random()];
    drawHistory({ width: 1, height: 1 }, small);
    drawHistory({ width: 30000, height: 20000 }, large, { webp: 1 });
    expect(small.next()).toBe(large.next());
  });

  it('brings pictures of any size to sizes of one range', async () => {
    const options = { longestSide: [40, 60] as const, shift: 0 };
    for (let seed = 0; seed < 20; seed++) {
      const result = await equalise(picture, createRandom(seed), options);
      expect(Math.abs(result.width - 50)).toBeLessThanOrEqual(10);
    }
  });

  it('leaves tiny pictures their size', async () => {
    const tiny = smoothPicture(9, 5);
    const result = await equalise(tiny, random());
    expect([result.width, result.height]).toEqual([9, 5]);
    expect(worstDifference(tiny, result)).toBeLessThan(128);
  });

  it.each([{ scale: [1, 0.5] }, { quality: [0, 90] }, { longestSide: [0, 10] }] as const)(
    'refuses %j',
    async (options) => {
      await expect(equalise(picture, random(), options)).rejects.toMatchObject({ code: 'E_ARGUMENT' });
    },
  );
});
