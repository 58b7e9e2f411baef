import { layers, type Network, type Value } from '../../graph/index.js';
import { neighbourDifference } from './neighbour-difference.js';
import { convBn, residualBlock } from './residual-block.js';

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
  let x = convBn(net, neighbourDifference(net, pixels), { name: 'stem', filters: 32, stride: 2 });
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
