import { initialisers, layers, type Network, type Value } from '../../graph/index.js';

/** A convolution without bias, its batch norm behind it. */
export interface Convolution {
  name: string;
  filters: number;
  stride: number;
  kernel?: number;
}

/** He-initialised convolution and batch norm: [N, C, H, W] to [N, filters, H/stride, W/stride]. */
export function convBn(net: Network, x: Value, { name, filters, stride, kernel = 3 }: Convolution): Value {
  const fanIn = kernel * kernel * Number(x.shape[1]);
  const y = layers.conv(net, x, {
    name,
    filters,
    strides: stride,
    kernel,
    padding: 'same',
    bias: false,
    initialise: initialisers.heNormal(fanIn),
  });
  return layers.batchNorm(net, y, { name: `${name}_bn` });
}

/** Two convolutions beside a short cut (He et al. 2016); the short cut is projected where the shape changes. */
export function residualBlock(net: Network, x: Value, { name, filters, stride }: Convolution): Value {
  const inner = layers.relu(net, convBn(net, x, { name: `${name}_a`, filters, stride }));
  const branch = convBn(net, inner, { name: `${name}_b`, filters, stride: 1 });
  const same = stride === 1 && x.shape[1] === filters;
  const short = same ? x : convBn(net, x, { name: `${name}_short`, filters, stride, kernel: 1 });
  return layers.add(net, branch, short);
}
