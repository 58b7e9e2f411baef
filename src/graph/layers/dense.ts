import { AssayError } from '../../errors.js';
import { emitOne } from '../emit.js';
import { glorotUniform, zeros, type Initialiser } from '../network/initialisers.js';
import { layer, parameter, type Network } from '../network/network.js';
import { formatShape, type Value } from '../types.js';

/** How a dense layer is made. */
export interface DenseOptions {
  name: string;
  units: number;
  bias?: boolean;
  initialise?: Initialiser;
}

/**
 * y = x·W + b over `[N, C]`, W `[C, units]` from Glorot's uniform distribution and b from 0, as Keras
 * Dense. Parameters `name/kernel`, `name/bias`. Throws E_GRAPH_SHAPE.
 */
export function dense(net: Network, x: Value, options: DenseOptions): Value {
  const { name, units, bias = true } = options;
  const channels = x.shape[1];
  if (x.shape.length !== 2 || typeof channels !== 'number') {
    throw new AssayError(
      'E_GRAPH_SHAPE',
      `The dense layer "${name}" takes [N, channels], but was given ${formatShape(x.shape)}. Flatten or pool first.`,
    );
  }
  const initialise = options.initialise ?? glorotUniform(channels, units);
  const inputs = [x, parameter(net, `${name}/kernel`, [channels, units], { initialise })];
  if (bias) inputs.push(parameter(net, `${name}/bias`, [units], { initialise: zeros }));
  return layer(net, name, 'Dense', emitOne(net.graph, 'Gemm', inputs));
}
