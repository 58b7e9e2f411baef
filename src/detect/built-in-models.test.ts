// Holds what is in models/ to what the package promises of it; with nothing there yet, nothing is held.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readContent } from '../model/index.js';
import { pictureOfLogit } from './testing/tiny-detector.js';
import { listBuiltInModels } from './built-in-models.js';
import { MODELS_FOLDER, resolveModel } from './built-in.js';
import { openDetector } from './open-detector.js';
import { chooseDetector } from './choose.js';

const files = (await readdir(MODELS_FOLDER).catch(() => [])).filter((name) => name.endsWith('.onnx'));

it('ships at most 10 MB of models', async () => {
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(MODELS_FOLDER, name))).size));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(10e6);
});

it('ships every detector with a card, a calibration and thresholds of stated error rates', async () => {
  for (const { name, headline, knownFailures, info } of await listBuiltInModels()) {
    expect(headline, `models/${name}.md`).toMatch(/\d/);
    expect(knownFailures.length, `models/${name}.md`).toBeGreaterThan(0);
    expect(info.name).toBe(name);
    expect(info.calibration.method, name).not.toBe('identity');
    expect(info.thresholdFit, name).not.toBeNull();
    expect(info.thresholdFit!.falsePositives.allowed, name).toBeGreaterThan(0);
    expect(info.thresholdFit!.thresholds, name).toEqual(info.thresholds);
    expect(info.training, name).not.toBeNull();
    expect(info.licence, name).not.toBeNull();
  }
});

it('opens what it ships', async () => {
  if (files.includes('content.onnx'))
    expect(readContent(await readFile(join(MODELS_FOLDER, 'content.onnx'))).size).toBeGreaterThan(0);
  for (const name of ['auto', ...files.map((file) => file.replace(/\.onnx$/, ''))]) {
    if (files.length === 0 || name === 'content') continue;
    const judge = await openDetector(await resolveModel(name));
    const picture = pictureOfLogit(0, 1, 300);
    const { detector } = await chooseDetector(judge, picture);
    const [prediction] = await detector.predict([picture]);
    expect(prediction!.probability).toBeGreaterThanOrEqual(0);
    await judge.close();
  }
});
