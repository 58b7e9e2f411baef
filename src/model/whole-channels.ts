import { ints, type OnnxModel, type OnnxNode } from '../graph/index.js';

/**
 * The same model with convolutions over 6, 9, 15 … channels made ones over a multiple of four, by channels of zeros:
 * onnxruntime 1.30 reads wrong channels on WebGPU where their number is divisible by three and not by four
 * (github.com/microsoft/onnxruntime/issues/29651).
 */
export function withWholeChannels(model: OnnxModel): OnnxModel {
  const initializers = new Map(model.initializers);
  const makers = new Map(model.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  /** Extents of a weight, stored in 8 or 16 bits or not; undefined where it is computed. */
  const extents = (name: string): readonly number[] | undefined => {
    const maker = makers.get(name);
    if (maker?.opType === 'Mul') return extents(maker.inputs[0]!);
    return model.initializers.get(maker?.opType === 'Cast' ? maker.inputs[0]! : name)?.dims;
  };
  const nodes = model.nodes.flatMap((node): OnnxNode[] => {
    const [image = '', kernel = '', ...bias] = node.inputs;
    const dims = node.opType === 'Conv' && !isGrouped(node) ? extents(kernel) : undefined;
    const channels = dims?.[1] ?? 0;
    if (!dims || !isMisread(channels)) return [node];
    const [pads, wideImage, wideKernel] = ['pads', 'image', 'kernel'].map(
      (name) => `${node.outputs[0]!}/${name}`,
    ) as [string, string, string];
    const behind = dims.map((_, axis) => (axis === 1 ? 4 - (channels % 4) : 0));
    initializers.set(pads, ints([...dims.map(() => 0), ...behind]));
    return [
      padNode(image, pads, wideImage),
      padNode(kernel, pads, wideKernel), // done once, where the file is opened
      { ...node, inputs: [wideImage, wideKernel, ...bias] },
    ];
  });
  return { ...model, nodes, initializers };
}

const isMisread = (channels: number): boolean => channels > 3 && channels % 3 === 0 && channels % 4 !== 0;

function isGrouped({ attributes: { group } }: OnnxNode): boolean {
  return group?.kind === 'int' && group.value !== 1;
}

/** Zeros before and behind each axis. */
function padNode(input: string, pads: string, output: string): OnnxNode {
  return { name: '', opType: 'Pad', domain: '', inputs: [input, pads], outputs: [output], attributes: {} };
}
