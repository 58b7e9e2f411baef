import { createHash } from 'node:crypto';
import { AssayError } from '../errors.js';
import {
  foldBatchNorms,
  importTrainable,
  type Network,
  type OnnxModel,
  sizeOf,
  type Tensor,
  type Value,
  withConstantsAsWeights,
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
  /** Weights that the trunk's file holds, trained or not; 0 for a network of Assay's own. */
  readonly fileParameters: number;
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
 * convolutions stay folded, others keep their statistics. Throws E_BACKBONE_LAYER where no layer is called so, listing some.
 */
export function backboneTrunk(backbone: Backbone, from: string | null): Trunk {
  const model = withConstantsAsWeights(backbone.model);
  const trainableFrom = from === null ? 'none' : from === 'all' ? 'all' : findLayer(model, from);
  const { inputName, output } = backbone;
  return {
    name: backbone.name,
    size: backbone.size,
    input: backbone.input,
    featureLength: backbone.featureLength,
    fileParameters: countWeights(model),
    build(net, pixels) {
      const inputs = { [inputName]: pixels };
      const outputs = importTrainable(net, model, {
        inputs,
        outputs: [output.name],
        prefix: PREFIX,
        trainableFrom,
      });
      return emitFeatures(net.graph, outputs[output.name]!, output);
    },
    toBackbone(values) {
      if (from === null) return backbone;
      const initializers = new Map(model.initializers);
      for (const [name, tensor] of Object.entries(values)) {
        if (isTrunkParameter(name)) initializers.set(name.slice(PREFIX.length), tensor);
      }
      const tuned = foldBatchNorms({ ...model, initializers });
      const bytes = writeModel(tuned);
      const title = `${backbone.about.title}, fine-tuned from ${from === 'all' ? 'the first layer' : from}`;
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { ...backbone, bytes, sha256, model: tuned, about: { ...backbone.about, title } };
    },
  };
}

/** True for the parameters that a trunk brought with it, as against those of the head. */
export function isTrunkParameter(name: string): boolean {
  return name.startsWith(PREFIX);
}

function countWeights({ initializers }: OnnxModel): number {
  const weights = [...initializers.values()].filter(
    ({ type, dims }) => type === 'float32' && dims.length > 0,
  );
  return weights.reduce((sum, { dims }) => sum + sizeOf(dims), 0);
}

/** The output of the first node called so; `block_1` means block_1 and its parts, not block_13. */
function findLayer(model: OnnxModel, name: string): string {
  const outputs = model.nodes.flatMap((node) => node.outputs);
  const found =
    outputs.find((output) => output === name) ??
    outputs.find((output) => output.startsWith(name) && !/[0-9]/.test(output[name.length]!));
  if (found === undefined) throw unknownLayer(model, name);
  return found;
}

function unknownLayer(model: OnnxModel, from: string): AssayError {
  const names = model.nodes.filter((node) => node.opType === 'Conv').map((node) => node.outputs[0]!);
  const some = names.filter((_, i) => i % Math.ceil(names.length / 12) === 0);
  return new AssayError(
    'E_BACKBONE_LAYER',
    `The backbone has no layer "${from}". Use all, or one of its ${names.length} convolutions, such as ${some.join(', ')}.`,
  );
}
