import {
  addConstant,
  addInput,
  addOutput,
  createGraph,
  emitOne,
  scalar,
  serialise,
  tensor,
  type AttributeValue,
  type Graph,
  type Value,
} from '../../graph/index.js';
import type { ConvNetwork, Layer, Padding, Pair } from './network.js';
import { inOrder } from './network.js';
import type { WeightTensor } from './weights.js';

/** The names every built backbone has for its input [N,3,H,W] and its output [N,features]. */
export const PIXELS = 'pixels';
export const FEATURES = 'features';

/**
 * Writes a folded network as an ONNX model: `pixels` float32 [N,3,H,W] in 0..1, RGB, any size, through the
 * network, the mean over the area of its last layer, to `features` float32 [N,length]. The bytes depend on
 * the arguments only.
 */
export function networkToOnnx(
  network: ConvNetwork,
  options: { name: string; inputScale: number; metadata: Record<string, string> },
): Uint8Array {
  const graph = createGraph({ name: options.name });
  const pixels = addInput(graph, PIXELS, 'float32', ['N', 3, 'H', 'W']);
  const values = new Map<string, Value>();
  for (const [name, layer] of inOrder(network)) {
    const from = layer.from.map((source) => values.get(source)!);
    values.set(
      name,
      layer.kind === 'input' ? scaled(graph, pixels, options.inputScale) : addLayer(graph, name, layer, from),
    );
  }
  const average = emitOne(graph, 'GlobalAveragePool', [values.get(network.output)!]);
  addOutput(graph, emitOne(graph, 'Flatten', [average], { axis: 1 }), FEATURES);
  return serialise(graph, options.metadata);
}

function scaled(graph: Graph, pixels: Value, scale: number): Value {
  return scale === 1 ? pixels : emitOne(graph, 'Mul', [pixels, addConstant(graph, scalar(scale), 'scale')]);
}

function addLayer(
  graph: Graph,
  name: string,
  layer: Exclude<Layer, { kind: 'input' }>,
  from: Value[],
): Value {
  const constant = (suffix: string, dims: number[], data: Float32Array): Value =>
    addConstant(graph, tensor('float32', dims, data), `${name}/${suffix}`);
  const node = (
    opType: string,
    inputs: (Value | null)[],
    attributes: Record<string, AttributeValue> = {},
  ): Value => emitOne(graph, opType, inputs, attributes, { names: [name] });

  switch (layer.kind) {
    case 'convolution': {
      const { weight, depthwise, bias, stride } = layer;
      const [height = 1, width = 1, inputs = 1, outputs = 1] = weight.shape;
      const dims = depthwise ? [inputs, 1, height, width] : [outputs, inputs, height, width];
      const parameters = [constant('kernel', dims, toChannelsFirst(weight))];
      if (bias) parameters.push(constant('bias', [bias.length], bias));
      const attributes = {
        group: depthwise ? inputs : 1,
        kernel_shape: [height, width],
        strides: [...stride],
        ...paddingAttributes(layer.padding, [height, width], stride),
      };
      // Where the picture's size decides the padding, the builder cannot tell the extents; the runtime does.
      const shape = ['N', depthwise ? inputs : outputs, `${name}/height`, `${name}/width`];
      const declared = 'auto_pad' in attributes ? { outputs: [{ type: 'float32' as const, shape }] } : {};
      return emitOne(graph, 'Conv', [...from, ...parameters], attributes, { names: [name], ...declared });
    }
    case 'affine': {
      const shape = (values: Float32Array): number[] => (values.length === 1 ? [] : [values.length, 1, 1]);
      const product = emitOne(graph, 'Mul', [...from, constant('scale', shape(layer.scale), layer.scale)]);
      return node('Add', [product, constant('offset', shape(layer.offset), layer.offset)]);
    }
    case 'clip': {
      if (layer.min === 0 && layer.max === Infinity) return node('Relu', from);
      const bounds = [layer.min, layer.max].map((bound) =>
        Number.isFinite(bound) ? addConstant(graph, scalar(bound)) : null,
      );
      return node('Clip', [...from, ...bounds]);
    }
    case 'pad':
      throw new Error(`layer "${name}": padding that no convolution takes in`);
    case 'max-pool':
    case 'average-pool':
      return node(layer.kind === 'max-pool' ? 'MaxPool' : 'AveragePool', from, {
        kernel_shape: [...layer.size],
        strides: [...layer.stride],
        ...paddingAttributes(layer.padding, layer.size, layer.stride),
      });
    case 'add':
      return node('Add', from);
    case 'concatenate':
      return node('Concat', from, { axis: 1 });
    case 'identity':
      return node('Identity', from);
  }
}

/** SAME at stride 1 is the same zeros at every picture size; at other strides the runtime must work it out. */
function paddingAttributes(padding: Padding, size: Pair, stride: Pair): Record<string, AttributeValue> {
  if (padding !== 'same') return { pads: [...padding] };
  const [height, width] = size;
  if (stride[0] !== 1 || stride[1] !== 1) return { auto_pad: 'SAME_UPPER' };
  const [top, left] = [(height - 1) >> 1, (width - 1) >> 1];
  return { pads: [top, left, height - 1 - top, width - 1 - left] };
}

/** [height, width, in, out] to [out, in, height, width]; [height, width, channels, 1] to [channels, 1, height, width]. */
function toChannelsFirst({ shape, data }: WeightTensor): Float32Array {
  const [height = 1, width = 1, inputs = 1, outputs = 1] = shape;
  const area = height * width;
  const out = new Float32Array(data.length);
  for (let p = 0, at = 0; p < area; p++) {
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < outputs; o++, at++) out[(o * inputs + i) * area + p] = data[at]!;
    }
  }
  return out;
}
