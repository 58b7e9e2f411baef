import { numberAttribute } from '../attributes.js';
import { emitOne } from '../emit.js';
import { type Graph, type GraphNode, withNodes } from '../graph.js';
import { padZero, reshape, transpose } from '../ops.js';
import { sizeOf, type Value } from '../types.js';

/** onnxruntime's operators on images whose channels lie in blocks: `[N, C/block, H, W, block]` in memory. */
const DOMAIN = { domain: 'com.microsoft.nchwc' };

/**
 * The same graph with convolutions whose kernel is computed done in blocks of channels, where onnxruntime
 * is faster: many times for depthwise ones, by a fifth to two thirds for dense ones larger than a pixel.
 * (With constant kernels it does so by itself.) `block` is the number that the processor at hand works
 * with; bytes written for another give wrong results.
 */
export function inChannelBlocks(graph: Graph, block: number): Graph {
  const lowered = withNodes(graph, []);
  const makers = new Map(
    graph.nodes.flatMap((node) => node.outputs.map((value) => [value.name, node] as const)),
  );
  const reordered = new Map<string, Value>();

  /** An image in blocks: made once for each value, and seen through reshapes that leave whole blocks whole. */
  const inBlocks = (x: Value): Value => {
    const maker = makers.get(x.name);
    const source = maker?.opType === 'Reshape' ? maker.inputs[0]! : null;
    if (source && sameBlocks(source, x, block))
      return reshape(lowered, inBlocks(source), x.shape.map(Number));
    const known = reordered.get(x.name);
    if (known) return known;
    const made = emitOne(lowered, 'ReorderInput', [x], { channels_last: 0 }, { ...DOMAIN, outputs: [x] });
    reordered.set(x.name, made);
    return made;
  };

  for (const node of graph.nodes) {
    const kind = kindOf(graph, node, block);
    if (kind === null) {
      lowered.nodes.push(node);
      continue;
    }
    const [x, w, bias] = node.inputs as [Value, Value, Value | null | undefined];
    const filters = Number(w.shape[0]);
    const extra = (block - (filters % block)) % block;
    const depthwiseKernel = (): Value =>
      kernelFromImage(lowered, w, makers, inBlocks, block) ?? depthwiseInBlocks(lowered, w, block, extra);
    const kernel = kind === 'dense' ? denseInBlocks(lowered, w, block) : depthwiseKernel();
    const inputs = [inBlocks(x), kernel];
    if (bias) inputs.push(padZero(lowered, bias, [0, extra]));
    const group = kind === 'dense' ? 1 : filters + extra;
    const attributes = { ...node.attributes, kernel_shape: w.shape.slice(2).map(Number), group };
    const y = node.outputs[0]!;
    const blocked = emitOne(lowered, 'Conv', inputs, attributes, { ...DOMAIN, outputs: [y] });
    lowered.nodes.push({
      opType: 'ReorderOutput',
      domain: DOMAIN.domain,
      inputs: [blocked],
      outputs: [y],
      attributes: { channels: { kind: 'int', value: filters }, channels_last: { kind: 'int', value: 0 } },
    });
  }
  return lowered;
}

/**
 * What a convolution of images by a kernel that is not constant gains from blocks: one filter for each
 * channel always, whole blocks of channels and filters where the kernel is larger than one pixel.
 */
function kindOf(graph: Graph, node: GraphNode, block: number): 'depthwise' | 'dense' | null {
  if (node.opType !== 'Conv' || node.domain !== '' || node.outputs[0]!.type !== 'float32') return null;
  const [x, w] = node.inputs as [Value, Value];
  const fixed = w.shape.every((dim) => typeof dim === 'number');
  if (graph.constants.has(w.name) || x.shape.length !== 4 || !fixed) return null;
  const [filters, each, height, width] = w.shape.map(Number) as [number, number, number, number];
  const group = numberAttribute(node.attributes, 'group', 1);
  if (group > 1) {
    const depthwise = each === 1 && filters === group && group % Math.min(block, 4) === 0;
    return depthwise ? 'depthwise' : null;
  }
  return filters % block === 0 && each % block === 0 && height * width > 1 ? 'dense' : null;
}

/** `[M, C, h, w]` as `[M/block, C/block, h, w, block of C, block of M]`. */
function denseInBlocks(graph: Graph, w: Value, block: number): Value {
  const [filters, channels, ...kernel] = w.shape.map(Number) as [number, number, ...number[]];
  const apart = reshape(graph, w, [filters / block, block, channels / block, block, sizeOf(kernel)]);
  return reshape(graph, transpose(graph, apart, [0, 2, 4, 3, 1]), [filters, channels, ...kernel]);
}

/** `[C, 1, h, w]` as `[C/block, 1, h, w, block]`. */
function depthwiseInBlocks(graph: Graph, w: Value, block: number, extra: number): Value {
  const padded = padZero(graph, w, [0, 0, 0, 0, extra, 0, 0, 0]);
  const [channels, , ...kernel] = w.shape.map(Number) as [number, number, ...number[]];
  const rows = reshape(graph, padded, [(channels + extra) / block, block, sizeOf(kernel)]);
  return reshape(graph, transpose(graph, rows, [0, 2, 1]), [channels + extra, 1, ...kernel]);
}

/**
 * Images used as kernels (`[N, C, h, w]` reshaped to `[N·C, 1, h, w]`) have the same order in blocks as
 * images; null when this is not one.
 */
function kernelFromImage(
  graph: Graph,
  w: Value,
  makers: ReadonlyMap<string, GraphNode>,
  inBlocks: (x: Value) => Value,
  block: number,
): Value | null {
  const maker = makers.get(w.name);
  const source = maker?.opType === 'Reshape' ? maker.inputs[0]! : null;
  const [channels, , ...kernel] = w.shape;
  const image: Value = { ...w, shape: [1, channels!, ...kernel] };
  if (!source || !sameBlocks(source, image, block)) return null;
  return reshape(graph, inBlocks(source), w.shape.map(Number));
}

/** Whether a reshape from `from` to `to` only moves whole blocks of channels between batch and channels. */
function sameBlocks(from: Value, to: Value, block: number): boolean {
  const whole = (dim: unknown): boolean => typeof dim === 'number' && dim % block === 0;
  return (
    from.shape.length === 4 &&
    to.shape.length === 4 &&
    whole(from.shape[1]) &&
    whole(to.shape[1]) &&
    from.shape[2] === to.shape[2] &&
    from.shape[3] === to.shape[3]
  );
}
