import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeTree } from '../dataset/testing/tree.js';
import { listBuiltInDetectors, resolveDetector } from './built-in.js';

it('finds built-in detectors by name, then files, and names what there is', async () => {
  const models = await makeTree({ 'general.onnx': 'x', 'faces.onnx': 'x', 'general.md': 'a card' });
  expect(await listBuiltInDetectors(models)).toEqual(['faces', 'general']);
  expect(await listBuiltInDetectors(join(models, 'none'))).toEqual([]);
  expect(await resolveDetector(undefined, models)).toBe(join(models, 'general.onnx'));
  expect(await resolveDetector(join(models, 'general.md'), models)).toBe(join(models, 'general.md'));
  await expect(resolveDetector('cats', models)).rejects.toMatchObject({
    code: 'E_DETECTOR_UNKNOWN',
    message: expect.stringContaining('faces, general') as string,
  });
});
