import { addConstant, type Graph } from '../graph.js';
import { emitOne } from '../emit.js';
import { matMul, mul } from '../ops.js';
import { resizeMatrix } from '../resize-matrix.js';
import { tensor, type Value } from '../types.js';
import { notDifferentiable, type GradientRule } from './rule.js';

/**
 * Resize is a matrix along each spatial axis, so its gradient is that matrix transposed. Enlarging by whole
 * numbers to the nearest is undone by summing blocks.
 */
const resize: GradientRule = (context) => {
  const { graph, node, inputs, gradient, attributes } = context;
  const x = inputs[0]!;
  const [, , height, width] = x.shape;
  if (x.shape.length !== 4 || x.shape[1] !== gradient.shape[1] || !known(x) || !known(gradient)) {
    throw notDifferentiable(node, 'is not over the height and width of [N, C, H, W] of known size');
  }
  const scales = inputs[2] ? graph.constants.get(inputs[2].name) : undefined;
  const matrix = (axis: 2 | 3): Float64Array => {
    const from = Number(x.shape[axis]);
    const to = Number(gradient.shape[axis]);
    const scale = scales ? Number(scales.data[axis]) : to / from;
    const found = resizeMatrix(attributes, { from, to, scale });
    if (!found) throw notDifferentiable(node, 'is of a mode for which no gradient is written');
    return found;
  };
  const [rows, columns] = [matrix(2), matrix(3)];
  const blocks = [blockOf(rows, Number(height)), blockOf(columns, Number(width))];
  if (blocks.every((block) => block !== undefined)) return [sumBlocks(graph, gradient, blocks)];
  const constant = (data: Float64Array, axis: 2 | 3): Value =>
    addConstant(graph, tensor('float32', [Number(gradient.shape[axis]), Number(x.shape[axis])], data));
  const acrossWidth = emitOne(graph, 'MatMul', [gradient, constant(columns, 3)]);
  return [matMul(graph, constant(rows, 2), acrossWidth, { transA: true })];
};

function known(value: Value): boolean {
  return value.shape.slice(1).every((dim) => typeof dim === 'number');
}

/** The whole number by which every input row is repeated in order, if the matrix does that. */
function blockOf(matrix: Float64Array, from: number): number | undefined {
  const to = matrix.length / from;
  const block = to / from;
  if (!Number.isInteger(block)) return undefined;
  for (let row = 0; row < to; row++) if (matrix[row * from + Math.floor(row / block)] !== 1) return undefined;
  return block;
}

function sumBlocks(graph: Graph, gradient: Value, blocks: number[]): Value {
  const mean = emitOne(graph, 'AveragePool', [gradient], { kernel_shape: blocks, strides: blocks });
  return mul(graph, mean, blocks[0]! * blocks[1]!);
}

/** Gradient rule of Resize. */
export const RESIZE_RULES: Record<string, GradientRule> = { Resize: resize };
