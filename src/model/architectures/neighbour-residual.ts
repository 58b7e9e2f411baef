import { emitOne, initialisers, layers, type Network, type Value } from '../../graph/index.js';

/** Width, blocks and stride of each stage. */
const STAGES = [
  [32, 1, 2],
  [64, 2, 2],
  [128, 2, 2],
] as const;

/**
 * A residual network over neighbouring-pixel residuals, x - up(down(x)) by nearest neighbours (Tan et al. 2024,
 * NPR): pixels [N, 3, S, S], S even, to features [N, 128], 0.7 M parameters. The residual keeps what enlarging
 * layers of a generator leave between neighbours.
 */
export function neighbourResidual(net: Network, pixels: Value): Value {
  const side = Number(pixels.shape[2]);
  const half = layers.resize(net, pixels, { height: side / 2, width: side / 2, mode: 'nearest' });
  const smooth = layers.resize(net, half, { height: side, width: side, mode: 'nearest' });
  let x = emitOne(net.graph, 'Sub', [pixels, smooth]);
  x = convBn(net, x, { name: 'stem', filters: 32, stride: 2 });
  for (const [stage, [filters, blocks, stride]] of STAGES.entries()) {
    for (let block = 0; block < blocks; block++) {
      x = residualBlock(net, layers.relu(net, x), {
        name: `stage_${stage + 1}_${block + 1}`,
        filters,
        stride: block === 0 ? stride : 1,
      });
    }
  }
  return layers.globalAveragePool(net, layers.relu(net, x), { name: 'pool' });
}

interface Convolution {
  name: string;
  filters: number;
  stride: number;
  kernel?: number;
}

function convBn(net: Network, x: Value, { name, filters, stride, kernel = 3 }: Convolution): Value {
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
function residualBlock(net: Network, x: Value, { name, filters, stride }: Convolution): Value {
  const inner = layers.relu(net, convBn(net, x, { name: `${name}_a`, filters, stride }));
  const branch = convBn(net, inner, { name: `${name}_b`, filters, stride: 1 });
  const same = stride === 1 && x.shape[1] === filters;
  const short = same ? x : convBn(net, x, { name: `${name}_short`, filters, stride, kernel: 1 });
  return layers.add(net, branch, short);
}
