import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { calibratedProbability } from '../evaluate/index.js';
import type { Calibration } from '../evaluate/index.js';
import {
  readMetadata,
  serialise,
  createGraph,
  addInput,
  addOutput,
  emitOne,
  withMetadata,
} from '../graph/index.js';
import { resizeLinear, type Image } from '../image/index.js';
import { resolveBackbone } from './backbone.js';
import { composeDetector } from './compose-detector.js';
import { readDetector, updateDetector } from './read-detector.js';
import { featureModel, openFeatureExtractor } from './feature-extractor.js';
import { patterned, tinyBackbone, tinyHead } from './testing/tiny.js';

/** Runs a detector file in plain onnxruntime, with nothing of Assay's. */
async function run(
  file: Uint8Array,
  images: Image[],
): Promise<Record<'logit' | 'probability' | 'probabilities', number[]>> {
  const session = await InferenceSession.create(file);
  const { width, height } = images[0]!;
  const data = Uint8Array.from(images.flatMap((image) => [...image.data]));
  const outputs = await session.run({ image: new Tensor('uint8', data, [images.length, height, width, 3]) });
  await session.release();
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { data: values }]) => [name, Array.from(values as Float32Array)]),
  ) as Awaited<ReturnType<typeof run>>;
}

const HEAD = [0.01, -0.02, 0.03, 0.015, -0.025, 0.005];
const compose = async (extra: Partial<Parameters<typeof composeDetector>[0]> = {}): Promise<Uint8Array> =>
  composeDetector({ name: 'tiny', backbone: await tinyBackbone(4), head: tinyHead(3, HEAD), ...extra });

/** What the tiny detector must say, worked out by hand. */
function scoresOf(image: Image): [fake: number, real: number] {
  const { data } = resizeLinear(image, 4, 4);
  const means = [0, 1, 2].map((c) => data.filter((_, i) => i % 3 === c).reduce((sum, v) => sum + v, 0) / 16);
  const dot = (column: number): number =>
    means.reduce((sum, mean, c) => sum + mean * HEAD[c * 2 + column]!, 0);
  return [dot(0), dot(1)];
}

const CALIBRATIONS: Calibration[] = [
  { method: 'identity' },
  { method: 'temperature', temperature: 1.7 },
  { method: 'platt', slope: 0.8, intercept: -0.3 },
  { method: 'isotonic', logits: [-2, -0.5, -0.4999, 3], probabilities: [0.05, 0.2, 0.6, 0.9] },
  { method: 'isotonic', logits: [0.5], probabilities: [0.25] },
];

describe('a detector file', () => {
  it('gives log-odds of fake and the softmax in plain onnxruntime, for pictures of any size', async () => {
    const file = await compose();
    for (const [height, width] of [
      [9, 7],
      [4, 4],
      [8, 8],
      [1, 50],
    ] as const) {
      const images = [patterned(height, width), patterned(height, width, 1)];
      const { logit, probability, probabilities } = await run(file, images);
      images.forEach((image, i) => {
        const [fake, real] = scoresOf(image);
        const share = 1 / (1 + Math.exp(real - fake));
        expect(logit[i]).toBeCloseTo(fake - real, 5);
        expect(probability[i]).toBeCloseTo(share, 6);
        expect(probabilities[2 * i]).toBeCloseTo(share, 6);
        expect(probabilities[2 * i + 1]).toBeCloseTo(1 - share, 6);
      });
    }
  });

  it.each(CALIBRATIONS)('calibrates inside the graph: $method', async (calibration) => {
    const composed = await compose({ calibration });
    const updated = updateDetector(await compose(), { calibration });
    expect(Buffer.compare(updated, composed)).toBe(0);
    for (const seed of [0, 1, 2, 3]) {
      const { logit, probability } = await run(updated, [patterned(5, 6, seed)]);
      expect(probability[0]).toBeCloseTo(calibratedProbability(logit[0]!, calibration), 6);
    }
  });

  it('carries everything there is to know in its metadata', async () => {
    const training = { fingerprint: 'ab', seed: 7, samples: { fake: 3, real: 4 } };
    const file = await compose({ training, tables: { note: ['é', 1] }, licence: 'CC0-1.0' });
    const info = readDetector(file);
    expect(info).toMatchObject({
      format: 1,
      name: 'tiny',
      labels: ['fake', 'real'],
      view: { kind: 'square', size: 4 },
      input: { layout: 'nchw', channels: 'rgb', scale: 1 },
      backbone: { name: 'tiny', licence: 'MIT', featureLength: 3 },
      calibration: { method: 'identity' },
      thresholds: { fakeAtLeast: 0.5, realAtMost: 0.5 },
      thresholdFit: null,
      training,
      licence: 'CC0-1.0',
      tables: { note: ['é', 1] },
    });
    expect(Object.keys(info.versions)).toEqual(['assay', 'onnxruntime']);
    expect(readMetadata(file)['assay.labels']).toBe('["fake","real"]');
  });

  it('is the same bytes every time, and after a change back', async () => {
    const file = await compose();
    expect(Buffer.compare(await compose(), file)).toBe(0);
    const changed = updateDetector(file, {
      name: 'other',
      training: { fingerprint: '0'.repeat(64), seed: 77, samples: { fake: 1, real: 2 } },
      calibration: CALIBRATIONS[3]!,
      thresholds: { fakeAtLeast: 0.9, realAtMost: null },
    });
    expect(readDetector(changed)).toMatchObject({
      name: 'other',
      training: { seed: 77 },
      thresholds: { fakeAtLeast: 0.9, realAtMost: null },
    });
    const back = updateDetector(changed, {
      name: 'tiny',
      training: readDetector(file).training,
      calibration: { method: 'identity' },
      thresholds: { fakeAtLeast: 0.5, realAtMost: 0.5 },
    });
    expect(Buffer.compare(back, file)).toBe(0);
  });

  it.each([13, 22])('is valid for a backbone of operator set %i', async (opset) => {
    const file = composeDetector({
      name: 'tiny',
      backbone: await tinyBackbone(4, opset),
      head: tinyHead(3, HEAD, opset),
    });
    const isotonic = updateDetector(file, { calibration: CALIBRATIONS[3]! });
    expect((await run(isotonic, [patterned(9, 7)])).logit).toEqual(
      (await run(await compose(), [patterned(9, 7)])).logit,
    );
  });

  it('says the same as backbone and head apart, with the built MobileNet v2', async () => {
    const backbone = await resolveBackbone('mobilenet-v2', { size: 96 });
    const weights = Array.from({ length: 2560 }, (_, i) => Math.sin(i) / 20);
    const file = composeDetector({ name: 'm', backbone, head: tinyHead(1280, weights) });
    const extractor = await openFeatureExtractor(featureModel(backbone));
    const image = patterned(120, 77);
    const features = await extractor.extract([resizeLinear(image, 96, 96)]);
    await extractor.close();
    const expected = features.reduce((sum, f, i) => sum + f * (weights[2 * i]! - weights[2 * i + 1]!), 0);
    expect((await run(file, [image])).logit[0]).toBeCloseTo(expected, 4);
  });
});

describe('readDetector', () => {
  const foreign = (): Uint8Array => {
    const graph = createGraph();
    addOutput(graph, emitOne(graph, 'Relu', [addInput(graph, 'x', 'float32', ['N'])]), 'y');
    return serialise(graph);
  };
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);

  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /it is empty/],
    ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16), /a JPEG picture/],
    ['a zip', text('PK\x03\x04 and more'), /ZIP archive/],
    ['JSON', text('{"a": 1}'), /JSON/],
    ['a web page', text('<!DOCTYPE html><html>'), /web page/],
    ['text', text('hello, this is no model at all'), /not a whole ONNX model/],
    ['a foreign model', foreign(), /without Assay's metadata/],
    ['a foreign graph with our metadata', withMetadata(foreign(), {}), /without Assay's metadata/],
  ])('says what it found: %s', (_, bytes, message) => {
    expect(() => readDetector(bytes)).toThrow(
      expect.objectContaining({
        code: 'E_DETECTOR_INVALID',
        message: expect.stringMatching(message) as string,
      }) as Error,
    );
  });

  it.each<[string, string, RegExp]>([
    ['assay.format', '2', /newer Assay/],
    ['assay.labels', '["real","fake"]', /labels/],
    ['assay.view', '{"kind":"square","size":1e9}', /view.size/],
    ['assay.calibration', '{"method":"temperature","temperature":0}', /above 0/],
    ['assay.calibration', '{"method":"isotonic","logits":[1,1],"probabilities":[0,1]}', /rising/],
    ['assay.thresholds', '{"fakeAtLeast":2,"realAtMost":null}', /0 to 1/],
    ['assay.input', '[]', /an object/],
    ['assay.name', 'nonsense', /not JSON/],
  ])('checks every part: %s = %s', async (key, value, message) => {
    const file = await compose();
    const broken = withMetadata(file, { ...readMetadata(file), [key]: value });
    expect(() => readDetector(broken)).toThrow(
      expect.objectContaining({
        code: 'E_DETECTOR_INVALID',
        message: expect.stringMatching(message) as string,
      }) as Error,
    );
  });

  it('refuses truncated files and foreign graphs under our metadata', async () => {
    const file = await compose();
    for (const share of [0.1, 0.5, 0.99]) {
      expect(() => readDetector(file.subarray(0, Math.floor(file.length * share)))).toThrow(
        /not a (detector|whole)/,
      );
    }
    expect(() => readDetector(withMetadata(foreign(), readMetadata(file)))).toThrow(/graph does not go/);
  });
});
