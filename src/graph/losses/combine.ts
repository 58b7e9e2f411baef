import { AssayError } from '../../errors.js';
import type { Network } from '../network/network.js';
import { add, mul } from '../ops.js';
import type { Value } from '../types.js';

/** Σ weight·loss: the loss of a network with several outputs. Throws E_ARGUMENT when there is none. */
export function combine(net: Network, parts: readonly { loss: Value; weight?: number }[]): Value {
  const scaled = parts.map(({ loss, weight = 1 }) => (weight === 1 ? loss : mul(net.graph, loss, weight)));
  const [first, ...rest] = scaled;
  if (!first) throw new AssayError('E_ARGUMENT', 'No loss was given to combine; expected one or more.');
  return rest.reduce((sum, loss) => add(net.graph, sum, loss), first);
}
