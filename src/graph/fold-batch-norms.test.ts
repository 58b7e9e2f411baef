import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.js';
import { createSession } from '../runtime/index.js';
import { foldBatchNorms } from './fold-batch-norms.js';
import { toModel } from './serialise.js';
import * as layers from './layers/index.js';
import type { Network } from './network/network.js';
import { parseModel, writeModel } from './proto/model.js';
import { buildInference } from './training/inference.js';
import { buildTrainingStep } from './training/training-step.js';
import * as optimisers from './optimisers/index.js';
import { reduce } from './ops.js';
import { tensor, type Tensor, type Value } from './types.js';
import type { OnnxModel } from './model.js';

/** Convolution with bias, depthwise, grouped and plain, each with a norm; one norm that two layers read before. */
function network(net: Network, x: Value): Value {
  let y = layers.conv(net, x, { name: 'a', filters: 6, kernel: 3, padding: 'same' });
  y = layers.relu(net, layers.batchNorm(net, y, { name: 'a_bn' }));
  y = layers.conv(net, y, { name: 'b', filters: 6, kernel: 3, groups: 6, padding: 'same', bias: false });
  y = layers.relu(net, layers.batchNorm(net, y, { name: 'b_bn' }));
  const shared = layers.conv(net, y, { name: 'c', filters: 4, kernel: 1, groups: 2, bias: false });
  const both = layers.add(net, shared, layers.batchNorm(net, shared, { name: 'c_bn' }));
  return layers.batchNorm(net, layers.relu(net, both), { name: 'd_bn' });
}

const inputs = { x: { type: 'float32', shape: [2, 3, 8, 8] } } as const;

function unfolded(): OnnxModel {
  const step = buildTrainingStep({
    inputs,
    network: (net, { x }) => ({ loss: reduce(net.graph, 'ReduceMean', network(net, x!), [0, 1, 2, 3]) }),
    optimiser: optimisers.sgd(),
  });
  const random = createRandom(1);
  const parameters: Record<string, Tensor> = {};
  for (const { name, shape } of step.state) {
    const size = shape.reduce((product, n) => product * n, 1);
    const value = (): number => (/variance/.test(name) ? 0.1 + random.next() : random.normal());
    parameters[name] = tensor('float32', shape, Array.from({ length: size }, value));
  }
  const build = (net: Network, given: Readonly<Record<string, Value>>) => ({ y: network(net, given['x']!) });
  return toModel(buildInference({ inputs, network: build, parameters }));
}

async function run(model: OnnxModel): Promise<number[]> {
  const session = await createSession(writeModel(model), { threads: 1 });
  const random = createRandom(2);
  const x = tensor(
    'float32',
    [2, 3, 8, 8],
    Array.from({ length: 384 }, () => random.normal()),
  );
  const { y } = await session.run({ x });
  await session.release();
  return Array.from(y!.data, Number);
}

describe('foldBatchNorms', () => {
  it('leaves the numbers as they are, with fewer nodes and weights', async () => {
    const model = unfolded();
    const folded = foldBatchNorms(model);
    const count = ({ nodes }: OnnxModel, opType: string): number =>
      nodes.filter((node) => node.opType === opType).length;
    expect([count(model, 'BatchNormalization'), count(model, 'Conv')]).toEqual([4, 3]);
    // One is read by two, one follows no convolution.
    expect([count(folded, 'BatchNormalization'), count(folded, 'Conv')]).toEqual([2, 3]);
    expect(folded.initializers.size).toBeLessThan(model.initializers.size);
    const wanted = await run(model);
    const scale = Math.max(...wanted.map(Math.abs));
    (await run(folded)).forEach((value, i) => {
      expect(Math.abs(value - wanted[i]!) / scale).toBeLessThan(1e-6);
    });
    expect(parseModel(writeModel(foldBatchNorms(folded)))).toEqual(parseModel(writeModel(folded)));
  });
});
