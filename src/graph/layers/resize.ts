import { AssayError } from '../../errors.js';
import { emitOne } from '../emit.js';
import { sharedConstant, type Graph } from '../graph.js';
import { layer, type Network } from '../network/network.js';
import { slice } from '../ops.js';
import { formatShape, ints, type Value } from '../types.js';

/** How a resize is made. */
export interface ResizeOptions {
  height: number;
  width: number;
  mode?: 'nearest' | 'bilinear';
  name?: string;
}

/**
 * `[N, C, H, W]` at another height and width. Bilinear by pixel centres (OpenCV, TensorFlow 2, PyTorch with
 * `align_corners=False`), nearest by the floor of the scaled index (OpenCV, PyTorch); nothing smooths when
 * shrinking. Throws E_GRAPH_SHAPE.
 */
export function resize(net: Network, x: Value, options: ResizeOptions): Value {
  const { height, width, mode = 'bilinear', name } = options;
  if (x.shape.length !== 4 || !x.shape.slice(1).every((dim) => typeof dim === 'number')) {
    throw new AssayError(
      'E_GRAPH_SHAPE',
      `A resize takes images [N, C, H, W] of known size, but was given ${formatShape(x.shape)}.`,
    );
  }
  const inputs = [x, null, null, sizesOf(net.graph, x, height, width)];
  const attributes =
    mode === 'nearest'
      ? { mode, coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
      : { mode: 'linear', coordinate_transformation_mode: 'half_pixel' };
  const y = emitOne(net.graph, 'Resize', inputs, attributes);
  return name === undefined ? y : layer(net, name, 'Resize', y);
}

/** The shape of the result, the batch taken from the input where it is open. */
function sizesOf(graph: Graph, x: Value, height: number, width: number): Value {
  const [batch, channels] = x.shape;
  if (typeof batch === 'number') return sharedConstant(graph, ints([batch, Number(channels), height, width]));
  const front = slice(graph, emitOne(graph, 'Shape', [x]), [0], [0], [2]);
  return emitOne(graph, 'Concat', [front, sharedConstant(graph, ints([height, width]))], { axis: 0 });
}
