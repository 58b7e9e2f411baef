import { numberAttribute } from '../attributes.js';
import type { Dim } from '../types.js';
import { knownDims, knownInts, type ShapeContext } from './context.js';

/**
 * What an integer vector holds, where it follows from shapes known while building. Exporters spell
 * "flatten all but the batch" as Shape, Gather, Unsqueeze, Concat, Reshape; this sees through that.
 */
export function inferKnown(context: ShapeContext): readonly Dim[] | undefined {
  const { graph, inputs, opType } = context;
  const dims = (index: number): readonly Dim[] | undefined => knownDims(graph, inputs[index]);
  switch (opType) {
    case 'Shape': {
      const shape = inputs[0]!.shape;
      const start = numberAttribute(context.attributes, 'start', 0);
      return shape.slice(start, numberAttribute(context.attributes, 'end', shape.length));
    }
    case 'Identity':
    case 'Cast':
    case 'Unsqueeze':
    case 'Squeeze':
    case 'Reshape':
      return dims(0);
    case 'Gather': {
      const from = dims(0);
      const at = knownInts(context, 1);
      return from && at?.map((index) => from[index < 0 ? index + from.length : index] ?? 0);
    }
    case 'Concat': {
      const parts = inputs.map((_, i) => dims(i));
      return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
    }
    case 'Slice': {
      const from = dims(0);
      const [start, end, step] = [knownInts(context, 1), knownInts(context, 2), knownInts(context, 4)];
      if (!from || !start || !end || (inputs[4] && step?.[0] !== 1)) return undefined;
      return from.slice(start[0], Math.min(end[0]!, from.length));
    }
    case 'Add':
    case 'Sub':
    case 'Mul':
    case 'Div': {
      const [a, b] = [knownInts(context, 0), knownInts(context, 1)];
      if (!a || !b || a.length !== b.length) return undefined;
      return a.map((item, i) => arithmetic(opType, item, b[i]!));
    }
    default:
      return undefined;
  }
}

function arithmetic(opType: 'Add' | 'Sub' | 'Mul' | 'Div', a: number, b: number): number {
  if (opType === 'Add') return a + b;
  if (opType === 'Sub') return a - b;
  return opType === 'Mul' ? a * b : Math.trunc(a / b);
}
