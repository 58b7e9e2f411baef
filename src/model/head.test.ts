import { describe, expect, it } from 'vitest';
import {
  addInput,
  createGraph,
  createNetwork,
  sizeOf,
  tensor,
  writeModel,
  type Tensor,
} from '../graph/index.js';
import { createRandom } from '../random.js';
import { createSession } from '../runtime/index.js';
import { composeDetector } from './compose-detector.js';
import { readDetector, summariseDetector } from './read-detector.js';
import { head, headModel, RECIPE_HEAD, type HeadOptions } from './head.js';
import { summariseHead } from './summary.js';
import { tinyBackbone } from './testing/tiny.js';

/** Every parameter and running average of a head, drawn at random. */
function draw(length: number, options: HeadOptions): Record<string, Tensor> {
  const graph = createGraph();
  const net = createNetwork(graph, { mode: 'train' });
  head(net, addInput(graph, 'features', 'float32', ['N', length]), options);
  const random = createRandom(3);
  return Object.fromEntries(
    [...net.parameters, ...net.statistics].map(({ name, shape }) => {
      const data = Float32Array.from({ length: sizeOf(shape) }, () => 0.3 + random.next());
      return [name, tensor('float32', shape, data)];
    }),
  );
}

const SMALL: HeadOptions = { hidden: [3, 2], dropout: [0.3, 0.1], batchNorm: true };

describe('headModel', () => {
  it('computes dense, ReLU, batch norm, dense, ReLU, dense', async () => {
    const values = draw(4, SMALL);
    const x = [0.5, -1, 2, 0.25];
    const data = (name: string): number[] => Array.from(values[name]!.data, Number);
    const dense = (input: number[], name: string): number[] => {
      const bias = data(`${name}/bias`);
      const kernel = data(`${name}/kernel`);
      return bias.map((b, u) => input.reduce((sum, v, c) => sum + v * kernel[c * bias.length + u]!, b));
    };
    const relu = (input: number[]): number[] => input.map((v) => Math.max(v, 0));
    const norm = (input: number[]): number[] => {
      const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((part) =>
        data(`batch_normalization/${part}`),
      ) as [number[], number[], number[], number[]];
      return input.map((v, i) => (gamma[i]! * (v - mean[i]!)) / Math.sqrt(variance[i]! + 1e-3) + beta[i]!);
    };
    const expected = dense(relu(dense(norm(relu(dense(x, 'dense'))), 'dense_1')), 'dense_2');

    const session = await createSession(writeModel(headModel(values, 4, SMALL)), { threads: 1 });
    const { scores } = await session.run({ features: tensor('float32', [1, 4], x) });
    await session.release();
    expect(scores!.dims).toEqual([1, 2]);
    expected.forEach((value, i) => expect(scores!.data[i]).toBeCloseTo(value, 4));
  });

  it('may be any shape, down to a single dense layer', async () => {
    const shapes: HeadOptions[] = [
      { hidden: [], dropout: [], batchNorm: true },
      { hidden: [5], dropout: [], batchNorm: false },
      { hidden: [5, 4, 3], dropout: [0.5], batchNorm: true },
    ];
    for (const options of shapes) {
      const session = await createSession(writeModel(headModel(draw(4, options), 4, options)), {
        threads: 1,
      });
      const { scores } = await session.run({ features: tensor('float32', [2, 4], [1, 2, 3, 4, 5, 6, 7, 8]) });
      expect(scores!.dims).toEqual([2, 2]);
      await session.release();
    }
  });

  it('refuses widths and rates that do not fit', () => {
    expect(() => draw(4, { hidden: [0], dropout: [], batchNorm: true })).toThrow(/0 units/);
    expect(() => draw(4, { hidden: [3], dropout: [0.1, 0.2], batchNorm: true })).toThrow(/2 dropout rates/);
    expect(() => draw(4, { hidden: [3], dropout: [1], batchNorm: true })).toThrow(/rate 1/);
  });
});

describe('the model summary', () => {
  const frozen = {
    name: 'mobilenet-v2',
    type: 'MobileNet v2 1.0',
    outputShape: [null, 1280],
    parameters: 1000,
  };

  it('counts as Keras does', () => {
    const { layers, totals } = summariseHead('recipe', frozen, RECIPE_HEAD);
    expect(
      layers.map(({ name, type, outputShape, parameters, trainable }) => [
        name,
        type,
        outputShape,
        parameters,
        trainable,
      ]),
    ).toEqual([
      ['mobilenet-v2', 'MobileNet v2 1.0', [null, 1280], 1000, false],
      ['dense', 'Dense', [null, 512], 1280 * 512 + 512, true],
      ['batch_normalization', 'BatchNorm', [null, 512], 4 * 512, true],
      ['dropout', 'Dropout', [null, 512], 0, false],
      ['dense_1', 'Dense', [null, 128], 512 * 128 + 128, true],
      ['dropout_1', 'Dropout', [null, 128], 0, false],
      ['dense_2', 'Dense', [null, 2], 128 * 2 + 2, true],
    ]);
    const head = 1280 * 512 + 512 + 4 * 512 + 512 * 128 + 128 + 258;
    expect(totals).toEqual({
      total: head + 1000,
      trainable: head - 1024,
      nonTrainable: 2024,
      bytes: 4 * (head + 1000),
    });
  });

  it('is read back from a detector file', async () => {
    const backbone = await tinyBackbone(4);
    const file = composeDetector({
      name: 'd',
      backbone,
      head: headModel(draw(3, SMALL), 3, SMALL),
      headOptions: SMALL,
    });
    expect(readDetector(file).head).toEqual(SMALL);
    const tiny = { name: 'tiny', type: 'Tiny', outputShape: [null, 3], parameters: 0 };
    expect(summariseDetector(file)).toEqual(summariseHead('d', tiny, SMALL));
    const plain = composeDetector({ name: 'd', backbone, head: headModel(draw(3, SMALL), 3, SMALL) });
    expect(summariseDetector(plain)).toMatchObject({
      layers: [{ name: 'tiny' }, { name: 'head', outputShape: [null, 2] }],
    });
  });
});
