import { AssayError } from '../../errors.js';
import { emitOne } from '../emit.js';
import { ones, zeros } from '../network/initialisers.js';
import { layer, parameter, type Network } from '../network/network.js';
import { formatShape, type Value } from '../types.js';

/** How a layer normalisation is made. */
export interface LayerNormOptions {
  name: string;
  /** The first of the axes normalised together; the last by default. */
  axis?: number;
  epsilon?: number;
}

/**
 * y = γ(x - μ)/√(σ² + ε) + β per sample over the axes from `axis` on (Ba et al. 2016; epsilon 1e-3 as
 * Keras). Parameters `name/gamma`, `name/beta`. Throws E_GRAPH_SHAPE.
 */
export function layerNorm(net: Network, x: Value, options: LayerNormOptions): Value {
  const { name, axis = -1, epsilon = 1e-3 } = options;
  const shape = x.shape.slice(axis < 0 ? axis + x.shape.length : axis);
  if (!shape.every((dim) => typeof dim === 'number')) {
    throw new AssayError(
      'E_GRAPH_SHAPE',
      `The layer normalisation "${name}" needs known extents from axis ${axis} on, but was given ${formatShape(x.shape)}.`,
    );
  }
  const gamma = parameter(net, `${name}/gamma`, shape, { initialise: ones });
  const beta = parameter(net, `${name}/beta`, shape, { initialise: zeros });
  const y = emitOne(net.graph, 'LayerNormalization', [x, gamma, beta], { axis, epsilon });
  return layer(net, name, 'LayerNorm', y);
}
