import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  addConstant,
  addInput,
  addOutput,
  createGraph,
  emitOne,
  ints,
  serialise,
  tensor,
} from '../graph/index.js';
import type { DataType, Dim, Graph, Value } from '../graph/index.js';
import { type Image, resizeLinear } from '../image/index.js';
import { checkBackbone, resolveBackbone } from './backbone.js';
import type { BackboneOptions } from './backbone-input.js';
import { featureModel, openFeatureExtractor } from './feature-extractor.js';

const ABOUT = { title: 'tiny', source: null, licence: null, pretraining: null };

/** A backbone whose only layer is what `build` makes of its input. */
function tiny(
  shape: Dim[],
  build: (graph: Graph, input: Value) => Value | Value[],
  options: { opset?: number; type?: DataType; input?: string } = {},
): Uint8Array {
  const graph = createGraph({ opset: options.opset ?? 17 });
  const input = addInput(graph, options.input ?? 'image', options.type ?? 'float32', shape);
  [build(graph, input)].flat().forEach((value, i) => addOutput(graph, value, i === 0 ? 'out' : `out_${i}`));
  return serialise(graph);
}

const relu = (graph: Graph, input: Value): Value => emitOne(graph, 'Relu', [input]);
const check = (bytes: Uint8Array, options?: BackboneOptions) =>
  checkBackbone({ name: 'tiny', bytes, about: ABOUT }, options);

/** 2 x 2 pixels: all (10, 20, 30), but the last (50, 60, 70). Channel means 20, 30, 40. */
const picture: Image = {
  width: 2,
  height: 2,
  data: Uint8Array.of(10, 20, 30, 10, 20, 30, 10, 20, 30, 50, 60, 70),
};
const grey: Image = { width: 2, height: 2, data: new Uint8Array(12).fill(51) };

async function features(bytes: Uint8Array, options: BackboneOptions): Promise<number[]> {
  const extractor = await openFeatureExtractor(featureModel(await check(bytes, options)));
  const result = await extractor.extract([picture, grey]);
  await extractor.close();
  return Array.from(result, (value) => Math.round(value * 1e4) / 1e4);
}

describe("a user's own backbone", () => {
  it('is fed as its shape and the options say, and averaged over its area', async () => {
    const nchw = tiny(['N', 3, 'H', 'W'], relu);
    const nhwc = tiny(['N', 'H', 'W', 3], relu);
    expect(await features(nchw, { size: 2, scale: 1 })).toEqual([20, 30, 40, 51, 51, 51]);
    expect(await features(nhwc, { size: 2, scale: 1 })).toEqual([20, 30, 40, 51, 51, 51]);
    expect(await features(nhwc, { size: 2, scale: 1, channels: 'bgr' })).toEqual([40, 30, 20, 51, 51, 51]);
    expect(await features(nchw, { size: 2 })).toEqual([0.0784, 0.1176, 0.1569, 0.2, 0.2, 0.2]);
    const normalised = { size: 2, scale: 0.1, mean: [1, 2, 3], std: [1, 2, 0.5] };
    // R: mean of max(0, 1 - 1) and (5 - 1) / 1 over the four pixels is 1; grey: (5.1 - 1) / 1 = 4.1
    expect(await features(nchw, normalised)).toEqual([1, 0.5, 2, 4.1, 1.55, 4.2]);
  });

  it('may be half precision, of another operator set, and end in a matrix', async () => {
    const half = tiny(['N', 3, 'H', 'W'], relu, { type: 'float16' });
    expect(await features(half, { size: 2, scale: 1 })).toEqual([20, 30, 40, 51, 51, 51]);
    for (const opset of [13, 22]) {
      const flat = tiny(['N', 3, 2, 2], (graph, x) => emitOne(graph, 'Flatten', [x], { axis: 1 }), { opset });
      const backbone = await check(flat);
      expect([backbone.size, backbone.featureLength, backbone.output.rank]).toEqual([2, 12, 2]);
      expect(await features(flat, { scale: 1 })).toEqual([
        10,
        10,
        10,
        50,
        20,
        20,
        20,
        60,
        30,
        30,
        30,
        70,
        ...Array<number>(12).fill(51),
      ]);
    }
  });

  it('gives an inner value by name', async () => {
    const bytes = tiny(['N', 3, 2, 2], (graph, x) => {
      const inner = emitOne(graph, 'Relu', [x], {}, { names: ['inner'] });
      return emitOne(graph, 'Neg', [inner]);
    });
    expect(await features(bytes, { scale: 1, output: 'inner' })).toEqual([20, 30, 40, 51, 51, 51]);
    await expect(check(bytes, { output: 'none' })).rejects.toThrow(/no output or inner value "none".*out/);
  });

  it('takes any batch even where the file fixes it, or says that it cannot', async () => {
    expect((await check(tiny([1, 3, 2, 2], relu))).featureLength).toBe(3);
    const fixed = tiny([1, 3, 2, 2], (graph, x) =>
      emitOne(graph, 'Reshape', [x, addConstant(graph, ints([1, -1]))]),
    );
    await expect(check(fixed)).rejects.toMatchObject({
      code: 'E_BACKBONE_OUTPUT',
      message: expect.stringMatching(/free batch/) as string,
    });
    const rigid = tiny([1, 3, 2, 2], (graph, x) =>
      emitOne(graph, 'Reshape', [x, addConstant(graph, ints([1, 12]))]),
    );
    await expect(check(rigid)).rejects.toMatchObject({
      code: 'E_BACKBONE_INPUT',
      message: expect.stringMatching(/fails on 2 pictures/) as string,
    });
  });

  it.each<[string, Uint8Array, BackboneOptions, string, RegExp]>([
    [
      'an old operator set',
      tiny(['N', 3, 2, 2], relu, { opset: 12 }),
      {},
      'E_BACKBONE_OPSET',
      /set 12; 13 to 22/,
    ],
    ['grey input', tiny(['N', 1, 8, 8], relu), {}, 'E_BACKBONE_INPUT', /three colour channels/],
    ['a matrix as input', tiny(['N', 12], relu), {}, 'E_BACKBONE_INPUT', /\[N, 12\]/],
    [
      'integer input',
      tiny(['N', 3, 2, 2], (g, x) => emitOne(g, 'Cast', [x], { to: 1 }), { type: 'int32' }),
      {},
      'E_BACKBONE_INPUT',
      /int32/,
    ],
    [
      'a shape that tells nothing',
      tiny(['N', 'a', 'b', 'c'], relu),
      {},
      'E_BACKBONE_INPUT',
      /--backbone-layout/,
    ],
    [
      'the wrong layout',
      tiny(['N', 3, 8, 8], relu),
      { layout: 'nhwc' },
      'E_BACKBONE_INPUT',
      /the wanted layout is nhwc/,
    ],
    [
      'the wrong layout of free extents',
      tiny(['N', 3, 'H', 'W'], relu),
      { layout: 'nhwc' },
      'E_BACKBONE_INPUT',
      /the wanted layout is nhwc/,
    ],
    ['another size', tiny(['N', 3, 8, 8], relu), { size: 96 }, 'E_BACKBONE_INPUT', /--size 8/],
    ['an oblong', tiny(['N', 3, 8, 9], relu), {}, 'E_BACKBONE_INPUT', /8 x 9/],
    [
      'several outputs',
      tiny(['N', 3, 8, 8], (g, x) => [relu(g, x), relu(g, x)]),
      {},
      'E_BACKBONE_OUTPUT',
      /out, out_1/,
    ],
    [
      'tokens',
      tiny(['N', 3, 8, 8], (g, x) => emitOne(g, 'Reshape', [x, addConstant(g, ints([0, 3, -1]))])),
      {},
      'E_BACKBONE_OUTPUT',
      /\[2, 3, 64\]/,
    ],
    [
      'undefined numbers',
      tiny(['N', 3, 8, 8], (g, x) => emitOne(g, 'Div', [x, addConstant(g, tensor('float32', [], [0]))])),
      {},
      'E_BACKBONE_OUTPUT',
      /infinite/,
    ],
    ['a std of zero', tiny(['N', 3, 8, 8], relu), { std: [1, 0, 1] }, 'E_ARGUMENT', /zero/],
    ['a mean of four', tiny(['N', 3, 8, 8], relu), { mean: [1, 0, 1, 2] }, 'E_ARGUMENT', /4 numbers/],
    ['no model', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]), {}, 'E_ONNX_INVALID', /./],
  ])('refuses %s', async (_, bytes, options, code, message) => {
    await expect(check(bytes, options)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });
});

describe('resolveBackbone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay backbone '));
  afterAll(() => rm(folder, { recursive: true }));

  it('finds built ones by name and own ones by path', async () => {
    const built = await resolveBackbone('mobilenet-v2', { size: 96 });
    expect(built).toMatchObject({ name: 'mobilenet-v2', size: 96, featureLength: 1280, inputName: 'pixels' });
    expect(built.about).toMatchObject({ source: 'nsfwjs@4.3.0', licence: 'MIT' });
    const extractor = await openFeatureExtractor(featureModel(built));
    const result = await extractor.extract([resizeLinear(picture, 96, 96), resizeLinear(grey, 96, 96)]);
    expect(result.length).toBe(2560);
    expect(result.every(Number.isFinite)).toBe(true);
    await extractor.close();

    const path = join(folder, 'my net.onnx');
    await writeFile(path, tiny(['N', 3, 8, 8], relu));
    expect(await resolveBackbone(path)).toMatchObject({ name: 'my net', size: 8, featureLength: 3 });
  });

  it('says what there is when a name or path is unknown', async () => {
    await expect(resolveBackbone('resnet')).rejects.toMatchObject({
      code: 'E_BACKBONE_UNKNOWN',
      message: expect.stringContaining('mobilenet-v2-1.4') as string,
    });
    await expect(resolveBackbone(join(folder, 'none.onnx'))).rejects.toMatchObject({
      code: 'E_BACKBONE_UNKNOWN',
    });
    await expect(resolveBackbone('inception-v3', { size: 64 })).rejects.toMatchObject({
      code: 'E_BACKBONE_INPUT',
    });
  });
});
