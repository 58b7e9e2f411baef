import { createHash } from 'node:crypto';
import { AssayError } from '../errors.js';
import {
  importModel,
  initialisers,
  type Network,
  type OnnxModel,
  type OnnxNode,
  parameter,
  sizeOf,
  type Tensor,
  type Value,
  writeModel,
} from '../graph/index.js';
import type { Backbone } from './backbone.js';
import { emitFeatures } from './backbone-output.js';
import type { NetworkInput } from './input-graph.js';

/** A network from pixels to features that may be trained, in a training step and in inference alike. */
export interface Trunk {
  readonly name: string;
  /** Side of the square view, pixels. */
  readonly size: number;
  readonly input: NetworkInput;
  readonly featureLength: number;
  /** Weights that stay as they are. */
  readonly frozenParameters: number;
  /** Builds it over `pixels`, normalised as `input` says, and gives features [N, featureLength]. */
  build(net: Network, pixels: Value): Value;
  /** The trunk with these parameters, as a frozen backbone that a detector is composed of. */
  toBackbone(values: Readonly<Record<string, Tensor>>): Backbone;
}

/** Put before the names of a backbone's parameters. */
const PREFIX = 'backbone/';

/**
 * A backbone whose weights train from a layer on: `'all'`, the name of a layer (or the beginning of one, such as
 * `block_13`), or null for none. Earlier layers stay constants of the graph. Batch norms folded into
 * convolutions stay folded. Throws E_BACKBONE_LAYER where no layer is called so, listing some.
 */
export function backboneTrunk(backbone: Backbone, from: string | null): Trunk {
  const { model } = backbone;
  const trained = trainableNames(model, from);
  return {
    name: backbone.name,
    size: backbone.size,
    input: backbone.input,
    featureLength: backbone.featureLength,
    frozenParameters: countFrozen(model, trained),
    build(net, pixels) {
      const inputs: Record<string, Value> = { [backbone.inputName]: pixels };
      for (const name of trained) {
        const tensor = model.initializers.get(name)!;
        inputs[name] = parameter(net, PREFIX + name, tensor.dims, {
          initialise: initialisers.fromTensor(tensor),
        });
      }
      const outputs = importModel(net.graph, model, {
        inputs,
        outputs: [backbone.output.name],
        prefix: PREFIX,
      });
      return emitFeatures(net.graph, outputs[backbone.output.name]!, backbone.output);
    },
    toBackbone(values) {
      if (trained.length === 0) return backbone;
      const initializers = new Map(model.initializers);
      for (const name of trained) initializers.set(name, values[PREFIX + name]!);
      const tuned = { ...model, initializers };
      const bytes = writeModel(tuned);
      const about = { ...backbone.about, title: `${backbone.about.title}, fine-tuned from ${from!}` };
      return {
        ...backbone,
        bytes,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        model: tuned,
        about,
      };
    },
  };
}

/** True for the parameters that a trunk brought with it, as against those of the head. */
export function isTrunkParameter(name: string): boolean {
  return name.startsWith(PREFIX);
}

function countFrozen(model: OnnxModel, trained: readonly string[]): number {
  const weights = [...model.initializers].filter(
    ([name, tensor]) => !trained.includes(name) && tensor.dims.length > 0 && tensor.type === 'float32',
  );
  return weights.reduce((sum, [, tensor]) => sum + sizeOf(tensor.dims), 0);
}

/** Float initialisers, other than scalars, of the nodes from a layer on, each once, in order of use. */
function trainableNames(model: OnnxModel, from: string | null): string[] {
  if (from === null) return [];
  const first = from === 'all' ? 0 : model.nodes.findIndex((node) => isCalled(node, from));
  if (first < 0) throw unknownLayer(model, from);
  const names = model.nodes.slice(first).flatMap((node) => node.inputs);
  return [...new Set(names)].filter((name) => {
    const tensor = model.initializers.get(name);
    return tensor !== undefined && tensor.type === 'float32' && tensor.dims.length > 0;
  });
}

/** `block_1` means block_1 and its parts, not block_13. */
function isCalled(node: OnnxNode, name: string): boolean {
  return node.outputs.some(
    (output) => output === name || (output.startsWith(name) && !/[0-9]/.test(output[name.length]!)),
  );
}

function unknownLayer(model: OnnxModel, from: string): AssayError {
  const names = model.nodes.filter((node) => node.opType === 'Conv').map((node) => node.outputs[0]!);
  const some = names.filter((_, i) => i % Math.ceil(names.length / 12) === 0);
  return new AssayError(
    'E_BACKBONE_LAYER',
    `The backbone has no layer "${from}". Use all, or one of its ${names.length} convolutions, such as ${some.join(', ')}.`,
  );
}
