// A detector's convolutions in 8 bits: QuantizeLinear and DequantizeLinear round them (the "QDQ" form that onnxruntime
// turns into integer kernels), weights symmetric for each output channel, activations by the range seen on some pictures.
import { tensor } from '../../dist/graph/index.js';

const node = (opType, inputs, outputs, attributes = {}) => ({
  ...{ name: '', domain: '', opType, inputs, outputs, attributes },
});
const ACTIVATIONS = ['Clip', 'Relu'];

/** The values whose ranges must be known: what convolutions and sums read and give, after an activation if one follows. */
export function quantisedValues(model) {
  const readers = new Map();
  for (const each of model.nodes)
    for (const input of each.inputs) readers.set(input, [...(readers.get(input) ?? []), each]);
  const end = (name) => {
    const [only, ...more] = readers.get(name) ?? [];
    return only && more.length === 0 && ACTIVATIONS.includes(only.opType) ? only.outputs[0] : name;
  };
  const values = new Set();
  for (const { opType, inputs, outputs } of model.nodes) {
    if (opType !== 'Conv') continue;
    values.add(inputs[0]);
    values.add(end(outputs[0]));
  }
  for (const { opType, inputs, outputs } of model.nodes)
    if (opType === 'Add' && inputs.every((input) => values.has(input))) values.add(end(outputs[0]));
  return [...values];
}

/** The model in 8 bits, by the ranges [least, largest] of its quantised values. */
export function quantise(model, ranges) {
  const initializers = new Map(model.initializers);
  const scales = new Map();
  const nodes = [];
  const number = (name, type, values) => {
    initializers.set(name, tensor(type, values.length === 1 ? [] : [values.length], values));
    return name;
  };
  const round = (name) => {
    const [least, largest] = [Math.min(0, ranges.get(name)[0]), Math.max(0, ranges.get(name)[1])];
    const scale = (largest - least) / 255 || 1;
    scales.set(name, scale);
    const parameters = [
      number(`${name}/scale`, 'float32', Float32Array.of(scale)),
      number(`${name}/zero`, 'uint8', Uint8Array.of(Math.round(-least / scale))),
    ];
    nodes.push(
      node('QuantizeLinear', [name, ...parameters], [`${name}/q`]),
      node('DequantizeLinear', [`${name}/q`, ...parameters], [`${name}/dq`]),
    );
  };
  const read = (name) => (scales.has(name) ? `${name}/dq` : name);
  for (const each of model.nodes) {
    const inputs =
      each.opType === 'Conv'
        ? convolution(each, { initializers, scales, nodes, number })
        : each.inputs.map(read);
    nodes.push({ ...each, inputs });
    for (const output of each.outputs) if (ranges.has(output)) round(output);
  }
  return { ...model, nodes, initializers };
}

function convolution({ inputs: [input, weight, bias] }, { initializers, scales, nodes, number }) {
  const { dims, data } = initializers.get(weight);
  const size = data.length / dims[0];
  const steps = Float32Array.from({ length: dims[0] }, (_, o) => {
    const largest = data.subarray(o * size, (o + 1) * size).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    return largest / 127 || 1;
  });
  const axis = { axis: { kind: 'int', value: 0 } };
  const whole = Int8Array.from(data, (x, i) => Math.round(x / steps[Math.floor(i / size)]));
  initializers.set(`${weight}/q`, tensor('int8', dims, whole));
  const zero = number(`${weight}/zero`, 'int8', new Int8Array(dims[0]));
  nodes.push(node('DequantizeLinear', [`${weight}/q`, number(`${weight}/scale`, 'float32', steps), zero], [`${weight}/dq`], axis)); // prettier-ignore
  initializers.delete(weight);
  const inputs = [`${input}/dq`, `${weight}/dq`];
  if (!bias) return inputs;
  const units = steps.map((step) => step * scales.get(input));
  const rounded = Int32Array.from(initializers.get(bias).data, (x, o) => Math.round(x / units[o]));
  initializers.delete(bias);
  number(`${bias}/q`, 'int32', rounded);
  nodes.push(node('DequantizeLinear', [`${bias}/q`, number(`${bias}/scale`, 'float32', units), number(`${bias}/zero`, 'int32', new Int32Array(dims[0]))], [`${bias}/dq`], axis)); // prettier-ignore
  return [...inputs, `${bias}/dq`];
}
