import { AssayError } from '../../errors.js';
import { emitOne } from '../emit.js';
import { glorotUniform, zeros, type Initialiser } from '../network/initialisers.js';
import { layer, parameter, type Network } from '../network/network.js';
import type { Value } from '../types.js';
import { pair, windowAttributes, type Pair, type WindowOptions } from './window.js';

/** How a convolution is made. */
export interface ConvOptions extends WindowOptions {
  name: string;
  filters: number;
  kernel: Pair;
  groups?: number;
  bias?: boolean;
  initialise?: Initialiser;
}

/** How a depthwise convolution is made. */
export interface DepthwiseConvOptions extends WindowOptions {
  name: string;
  kernel: Pair;
  /** Filters for each channel. */
  multiplier?: number;
  bias?: boolean;
  initialise?: Initialiser;
}

/**
 * 2-D convolution of `[N, C, H, W]` (cross-correlation, as every library has it). Parameters `name/kernel`
 * `[filters, C/groups, height, width]`, Glorot uniform as in Keras, and `name/bias`, 0.
 * Throws E_GRAPH_SHAPE, E_ARGUMENT.
 */
export function conv(net: Network, x: Value, options: ConvOptions): Value {
  const { name, filters, groups = 1 } = options;
  const attributes = windowAttributes(name, x, options.kernel, options);
  const channels = Number(x.shape[1]);
  if (channels % groups !== 0 || filters % groups !== 0) {
    throw new AssayError(
      'E_ARGUMENT',
      `The convolution "${name}" has ${groups} groups, which divide ${channels} channels or ${filters} filters unevenly.`,
    );
  }
  const [height, width] = pair(options.kernel);
  const area = height * width;
  const initialise = options.initialise ?? glorotUniform((channels / groups) * area, filters * area);
  const shape = [filters, channels / groups, height, width];
  const inputs = [x, parameter(net, `${name}/kernel`, shape, { initialise })];
  if (options.bias ?? true) inputs.push(parameter(net, `${name}/bias`, [filters], { initialise: zeros }));
  const y = emitOne(net.graph, 'Conv', inputs, { ...attributes, group: groups });
  return layer(net, name, groups === 1 ? 'Conv' : 'GroupedConv', y);
}

/**
 * Depthwise convolution of `[N, C, H, W]`: each channel by its own filters. Parameters `name/kernel`
 * `[C·multiplier, 1, height, width]`, Glorot uniform with the fans of Keras DepthwiseConv2D, and
 * `name/bias`. Throws E_GRAPH_SHAPE, E_ARGUMENT.
 */
export function depthwiseConv(net: Network, x: Value, options: DepthwiseConvOptions): Value {
  const { name, multiplier = 1, bias = true } = options;
  const attributes = windowAttributes(name, x, options.kernel, options);
  const channels = Number(x.shape[1]);
  const [height, width] = pair(options.kernel);
  const area = height * width;
  const initialise = options.initialise ?? glorotUniform(channels * area, multiplier * area);
  const shape = [channels * multiplier, 1, height, width];
  const inputs = [x, parameter(net, `${name}/kernel`, shape, { initialise })];
  if (bias) inputs.push(parameter(net, `${name}/bias`, [channels * multiplier], { initialise: zeros }));
  const y = emitOne(net.graph, 'Conv', inputs, { ...attributes, group: channels });
  return layer(net, name, 'DepthwiseConv', y);
}
