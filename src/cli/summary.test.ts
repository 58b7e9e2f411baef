import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeTree } from '../dataset/testing/tree.js';
import { tinyDetectorFile } from '../detect/testing/tiny-detector.js';
import { readDetector, summariseDetector } from '../model/index.js';
import { runCli } from './testing/run-cli.js';

it('shows layers, parameters and all that the file says of itself', async () => {
  const bytes = await tinyDetectorFile({
    name: 'odd\x1b[31m name',
    training: { fingerprint: 'f'.repeat(64), seed: 3, samples: { fake: 1200, real: 900 } },
    licence: 'MIT',
    calibration: { method: 'platt', slope: 0.8, intercept: -0.1 },
    thresholds: { fakeAtLeast: 0.93, realAtMost: null },
  });
  const root = await makeTree({ 'run/best.onnx': bytes });
  const { code, out } = await runCli('summary', join(root, 'run'));
  expect(code).toBe(0);
  expect(out).toContain('Total params: 6');
  expect(out).toMatch(/Name +odd\\x1b\[31m name/);
  expect(out).toMatch(/Looks at +all of the picture, resized to 8 × 8 pixels/);
  expect(out).toMatch(/Trained on +900 real and 1,200 fake pictures, seed 3/);
  expect(out).toMatch(/Calibration +Platt, slope 0.8, intercept -0.1/);
  expect(out).toMatch(/Verdicts +fake from a probability of 0.93 up, never real, else inconclusive/);
  expect(out).toMatch(/Promise +none/);
  const json = await runCli('summary', join(root, 'run', 'best.onnx'), '--json');
  expect(JSON.parse(json.out)).toEqual({
    file: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string, bytes: bytes.length },
    info: readDetector(bytes),
    model: summariseDetector(bytes),
  });
});

it('says what a file is that is no detector', async () => {
  const root = await makeTree({ 'notes.onnx': '{"a": 1}', 'empty/x': '' });
  expect(await runCli('summary', join(root, 'notes.onnx'))).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/^E_DETECTOR_INVALID: .*notes\.onnx.*JSON/) as string,
  });
  expect(await runCli('summary', join(root, 'empty'))).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^E_FILE_NOT_FOUND: .*best\.onnx/) as string,
  });
  expect((await runCli('summary', '--help')).out).toContain('Example: assay summary');
});
