import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeTree } from '../dataset/testing/tree.js';
import { listBuiltInDetectors, resolveDetector, resolveModel } from './built-in.js';

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

it('takes general for auto, all of them where content can be told, and says what to do where there is none', async () => {
  const files = { 'general.onnx': 'x', 'faces.onnx': 'x' };
  const two = await makeTree(files);
  expect(await resolveModel(undefined, two)).toBe(join(two, 'general.onnx'));
  expect(await resolveModel('faces', two)).toBe(join(two, 'faces.onnx'));
  const all = await makeTree({ ...files, 'content.onnx': 'x' });
  expect(await listBuiltInDetectors(all)).toEqual(['faces', 'general']);
  expect(await resolveModel('auto', all)).toEqual({
    general: join(all, 'general.onnx'),
    faces: join(all, 'faces.onnx'),
    content: join(all, 'content.onnx'),
  });
  await expect(resolveModel('auto', await makeTree({}))).rejects.toMatchObject({
    code: 'E_DETECTOR_UNKNOWN',
    message: expect.stringMatching(/^This installation has none built in.*--model.*assay train/) as string,
  });
});
