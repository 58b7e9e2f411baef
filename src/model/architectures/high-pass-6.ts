import { initialisers, layers, type Network, type Value } from '../../graph/index.js';

/** Filters and stride of each convolution. */
const LAYERS = [
  [32, 2],
  [64, 1],
  [64, 2],
  [128, 1],
  [128, 2],
  [128, 1],
] as const;

/**
 * Six 3 × 3 convolutions, each with batch norm and ReLU, over the high-pass residual of every colour: pixels
 * [N, 3, S, S] to features [N, 128], 0.43 M parameters. It sees grain and traces, little of the subject.
 */
export function highPass6(net: Network, pixels: Value): Value {
  let x = layers.highPass(net, pixels, { name: 'residual', padding: 'same' });
  LAYERS.forEach(([filters, stride], i) => {
    const name = `conv_${i + 1}`;
    const fanIn = 9 * Number(x.shape[1]);
    x = layers.conv(net, x, {
      name,
      filters,
      strides: stride,
      kernel: 3,
      padding: 'same',
      bias: false,
      initialise: initialisers.heNormal(fanIn),
    });
    x = layers.relu(net, layers.batchNorm(net, x, { name: `${name}_bn` }));
  });
  return layers.globalAveragePool(net, x, { name: 'pool' });
}
