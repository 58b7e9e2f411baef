import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDetector } from '../model/index.js';
import { writeTinyData } from '../testing/pictures.js';
import type { TrainConfig } from '../train/config.js';
import { runCli } from './testing/run-cli.js';

let folder: string;
const path = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-from-detector-'));
  await writeTinyData(path('data'), 10);
});
afterAll(() => rmSync(folder, { recursive: true }));

const train = (out: string, ...argv: string[]) =>
  runCli('train', path('data'), '--out', path(out), '--epochs', '1', '--batch', '8', '--no-audit', ...argv);
const configOf = (run: string): TrainConfig =>
  (JSON.parse(readFileSync(path(`${run}/config.json`), 'utf8')) as { config: TrainConfig }).config;

it('makes a network of the shape of the detector that it starts with, but for what is given', async () => {
  const tiny = [
    '--size',
    '32',
    '--fine-tune',
    'all',
    '--hidden',
    '8',
    '--dropout',
    '0.2',
    '--scale',
    '0.008',
  ];
  expect((await train('first', ...tiny)).code).toBe(0);
  const file = path('first/best.onnx');
  expect(
    (await train('second', '--from', file, '--dropout', '0.4', '--size', '64', '--view', 'area')).code,
  ).toBe(0);
  const { backbone, dropout, fineTune, from, hidden, scale, size, view } = configOf('second');
  expect({ backbone, dropout, fineTune, from, hidden, size, view }).toEqual({
    ...{ backbone: 'mobilenet-v2', dropout: [0.4], fineTune: 'all', from: file },
    ...{ hidden: [8], size: 64, view: 'area' },
  });
  expect(scale).toBe(0.008);
  expect(readDetector(readFileSync(path('second/best.onnx'))).view).toEqual({ kind: 'area', size: 64 });
});

it('knows the built-in ones by name', async () => {
  expect((await train('general', '--from', 'general', '--size', '64')).code).toBe(0);
  expect(configOf('general').hidden).toEqual([64]);
  expect(configOf('general').view).toBe('area');
  expect(configOf('general').from).toMatch(/models[\\/]general\.onnx$/);
});

it("refuses a detector whose batch norms are gone, and one that isn't there, before anything is written", async () => {
  const own = [
    '--architecture',
    'high-pass-6',
    '--view',
    'crop',
    '--size',
    '32',
    '--hidden',
    '8',
    '--dropout',
    '0',
  ];
  expect((await train('own', ...own)).code).toBe(0);
  const codeOf = async (from: string) => {
    const { code, err } = await train('none', '--from', from);
    return [code, /E_\w+/.exec(err)?.[0]];
  };
  expect(await codeOf(path('own/best.onnx'))).toEqual([2, 'E_ARGUMENT']);
  expect(await codeOf(path('nothing.onnx'))).toEqual([2, 'E_FILE_NOT_FOUND']);
  expect(() => readFileSync(path('none/config.json'))).toThrow();
});
