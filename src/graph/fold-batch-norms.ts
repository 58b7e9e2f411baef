import { numberAttribute } from './attributes.js';
import type { OnnxModel, OnnxNode } from './model.js';
import type { Tensor } from './types.js';

/**
 * The same model for inference with batch normalisations gone into the convolutions before them, where nothing
 * else reads what is between: scaled kernels and a bias, computed in float64 and rounded once. What cannot be
 * folded stays.
 */
export function foldBatchNorms(model: OnnxModel): OnnxModel {
  const makers = new Map(model.nodes.flatMap((node) => node.outputs.map((output) => [output, node])));
  const readers = countReaders(model);
  const initializers = new Map(model.initializers);
  const gone = new Set<OnnxNode>();
  const folded = new Map<OnnxNode, OnnxNode>();
  for (const norm of model.nodes) {
    const between = norm.inputs[0];
    const conv = between === undefined ? undefined : makers.get(between);
    if (!isNorm(norm) || conv?.opType !== 'Conv' || readers.get(between!) !== 1) continue;
    const parts = foldedWeights(model, conv, norm);
    if (!parts) continue;
    const [output] = norm.outputs as [string];
    const names = [`${output}/folded_kernel`, `${output}/folded_bias`] as const;
    if (names.some((name) => initializers.has(name))) continue;
    names.forEach((name, i) => initializers.set(name, parts[i]!));
    folded.set(conv, { ...conv, inputs: [conv.inputs[0]!, ...names], outputs: [output] });
    gone.add(norm);
  }
  const nodes = model.nodes.filter((node) => !gone.has(node)).map((node) => folded.get(node) ?? node);
  const read = new Set(nodes.flatMap((node) => node.inputs).concat(model.outputs.map(({ name }) => name)));
  for (const node of [...gone, ...folded.keys()]) {
    for (const name of node.inputs) if (!read.has(name)) initializers.delete(name);
  }
  return { ...model, nodes, initializers };
}

function isNorm({ opType, domain, outputs, attributes }: OnnxNode): boolean {
  const trains = numberAttribute(attributes, 'training_mode', 0) !== 0;
  return opType === 'BatchNormalization' && domain === '' && outputs.length === 1 && !trains;
}

function countReaders({ nodes, outputs }: OnnxModel): Map<string, number> {
  const readers = new Map<string, number>();
  for (const name of [...nodes.flatMap((node) => node.inputs), ...outputs.map((output) => output.name)]) {
    readers.set(name, (readers.get(name) ?? 0) + 1);
  }
  return readers;
}

/** Kernel [O, I, …] and bias [O] of both together; null where one of their weights is computed or not float32. */
function foldedWeights({ initializers }: OnnxModel, conv: OnnxNode, norm: OnnxNode): [Tensor, Tensor] | null {
  const weights = [...conv.inputs.slice(1), ...norm.inputs.slice(1)].map((name) => initializers.get(name));
  if (weights.some((tensor) => tensor?.type !== 'float32')) return null;
  const [kernel, ...rest] = weights as [Tensor, ...Tensor[]];
  const [gamma, beta, mean, variance] = rest.slice(-4).map(({ data }) => data as Float32Array) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const bias = rest.length > 4 ? (rest[0]!.data as Float32Array) : null;
  const epsilon = numberAttribute(norm.attributes, 'epsilon', 1e-5);
  const factors = Float64Array.from(gamma, (scale, c) => scale / Math.sqrt(variance[c]! + epsilon));
  const each = kernel.data.length / factors.length;
  const from = kernel.data as Float32Array;
  const data = Float32Array.from(from, (weight, i) => weight * factors[Math.floor(i / each)]!);
  const moved = Float32Array.from(factors, (factor, c) => ((bias?.[c] ?? 0) - mean[c]!) * factor + beta[c]!);
  return [
    { ...kernel, data },
    { type: 'float32', dims: [factors.length], data: moved },
  ];
}
