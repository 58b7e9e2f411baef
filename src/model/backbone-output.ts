import { AssayError } from '../errors.js';
import {
  addInput,
  addOutput,
  createGraph,
  emitOne,
  toModel,
  type Graph,
  type OnnxModel,
  type OnnxValueInfo,
  type Value,
} from '../graph/index.js';

/** Where a backbone's features come from. */
export interface NetworkOutput {
  name: string;
  type: 'float32' | 'float16';
  /** Rank 2 is used as it is; rank 4 is averaged over its area, which `layout` places. */
  rank: 2 | 4;
  layout: 'nchw' | 'nhwc';
}

/** Names that exporters give to pooled features, taken where a model has several outputs. */
const POOLED = ['features', 'image_embeds', 'pooler_output'];

/** The output that was asked for (inner values too), or the one that is meant. Throws E_BACKBONE_OUTPUT. */
export function chooseOutput(model: OnnxModel, wanted?: string): OnnxValueInfo {
  const list = model.outputs.map((output) => output.name).join(', ');
  if (wanted !== undefined) {
    const declared = model.outputs.find((output) => output.name === wanted) ?? model.valueInfo.get(wanted);
    if (declared) return declared;
    if (model.nodes.some((node) => node.outputs.includes(wanted))) {
      return { name: wanted, type: 'float32', shape: undefined };
    }
    throw unusable(`it has no output or inner value "${wanted}"; its outputs: ${list}`);
  }
  if (model.outputs.length === 1) return model.outputs[0]!;
  const pooled = POOLED.map((name) => model.outputs.find((output) => output.name === name)).find(Boolean);
  if (pooled) return pooled;
  throw unusable(`it has ${model.outputs.length} outputs (${list}); name one with --backbone-output`);
}

/** What an output of these dimensions, seen on a batch of `batch` pictures, means. Throws E_BACKBONE_OUTPUT. */
export function readOutput(
  info: OnnxValueInfo,
  dims: readonly number[],
  batch: number,
  inputLayout: 'nchw' | 'nhwc',
): { output: NetworkOutput; featureLength: number } {
  const { name } = info;
  const type = info.type === 'float16' ? 'float16' : 'float32';
  const shown = `[${dims.join(', ')}]`;
  if (dims[0] !== batch) {
    throw unusable(
      `its output "${name}" for ${batch} pictures has shape ${shown}; the first extent must count the pictures: export it with a free batch`,
    );
  }
  if (dims.length === 2) {
    return { output: { name, type, rank: 2, layout: inputLayout }, featureLength: dims[1]! };
  }
  if (dims.length === 4) {
    const [, a, b, c] = dims as [number, number, number, number];
    // A single column is already an average; then the long side is the features, whatever the input's layout.
    const layout = a === 1 && b === 1 ? 'nhwc' : b === 1 && c === 1 ? 'nchw' : inputLayout;
    return { output: { name, type, rank: 4, layout }, featureLength: layout === 'nchw' ? a : c };
  }
  throw unusable(
    `its output "${name}" has shape ${shown}; rank 2 (features) or 4 (features over an area) is expected. Name another with --backbone-output`,
  );
}

/** From the backbone's output, taken as `from`, to `features`, float32 [N, length]. */
export function featuresModel(output: NetworkOutput, length: number, opset: number, from: string): OnnxModel {
  const graph = createGraph({ opset });
  const area = output.layout === 'nchw' ? [length, 'h', 'w'] : ['h', 'w', length];
  const value = addInput(graph, from, output.type, ['N', ...(output.rank === 2 ? [length] : area)]);
  addOutput(graph, emitFeatures(graph, value, output), 'features');
  return toModel(graph);
}

/** The backbone's output as features, float32 [N, length]. */
export function emitFeatures(graph: Graph, value: Value, output: NetworkOutput): Value {
  const single = output.type === 'float16' ? emitOne(graph, 'Cast', [value], { to: FLOAT }) : value;
  if (output.rank === 2) return emitOne(graph, 'Identity', [single]);
  const channelsFirst =
    output.layout === 'nhwc' ? emitOne(graph, 'Transpose', [single], { perm: [0, 3, 1, 2] }) : single;
  return emitOne(graph, 'Flatten', [emitOne(graph, 'GlobalAveragePool', [channelsFirst])], { axis: 1 });
}

/** TensorProto.DataType code of the ONNX standard. */
const FLOAT = 1;

/** The error for a backbone without usable features. */
export function unusable(what: string): AssayError {
  return new AssayError('E_BACKBONE_OUTPUT', `This backbone cannot be used: ${what}.`);
}
