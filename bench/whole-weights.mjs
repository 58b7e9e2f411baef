// What benchmarks that rebuild a detector's network need first: its weights as plain numbers.
import { tensor } from '../dist/graph/index.js';

/** The model with weights that are stored in 16 bits as float32 again. */
export function withWholeWeights(model) {
  const initializers = new Map(model.initializers);
  const nodes = model.nodes.filter(({ opType, inputs, outputs }) => {
    const stored = opType === 'Cast' ? initializers.get(inputs[0]) : undefined;
    if (stored?.type !== 'float16') return true;
    initializers.delete(inputs[0]);
    initializers.set(outputs[0], tensor('float32', stored.dims, Float32Array.from(stored.data, fromHalf)));
    return false;
  });
  return { ...model, nodes, initializers };
}

function fromHalf(bits) {
  const [exponent, mantissa] = [(bits >> 10) & 31, bits & 1023];
  const size = exponent === 0 ? mantissa * 2 ** -24 : (1 + mantissa / 1024) * 2 ** (exponent - 15);
  return bits & 0x8000 ? -size : size;
}
