import { createHash } from 'node:crypto';
import { AssayError } from '../../errors.js';
import {
  addInput,
  buildInference,
  createGraph,
  createNetwork,
  foldBatchNorms,
  type Network,
  toModel,
  type Value,
  writeModel,
} from '../../graph/index.js';
import type { NetworkInput } from '../input-graph.js';
import type { Trunk } from '../trunk.js';
import { clippedResidual } from './clipped-residual.js';
import { highPass6 } from './high-pass-6.js';
import { neighbourResidual } from './neighbour-residual.js';

/** A network of Assay's own: pixels [N, 3, size, size] in 0..1 to features [N, length]. */
export type Architecture = (net: Network, pixels: Value) => Value;

/** Assay's own networks by name. */
export const ARCHITECTURES: Readonly<Record<string, { title: string; build: Architecture }>> = {
  'high-pass-6': { title: 'Six convolutions over high-pass residuals', build: highPass6 },
  'neighbour-residual': {
    title: 'Residual network over neighbouring-pixel residuals',
    build: neighbourResidual,
  },
  'clipped-residual': {
    title: 'Residual network over clipped and neighbouring-pixel residuals',
    build: clippedResidual,
  },
};

/** A network of Assay's own, to be trained from scratch at this view. Throws E_ARGUMENT. */
export function architectureTrunk(name: string, view: { size: number; scale: number }): Trunk {
  const architecture = Object.hasOwn(ARCHITECTURES, name) ? ARCHITECTURES[name] : undefined;
  if (!architecture || view.size % 8 !== 0) {
    throw new AssayError(
      'E_ARGUMENT',
      architecture
        ? `The view is ${view.size} pixels; ${name} takes a multiple of 8.`
        : `There is no architecture "${name}". Use one of ${Object.keys(ARCHITECTURES).join(', ')}.`,
    );
  }
  const { build, title } = architecture;
  const { size } = view;
  const input: NetworkInput = {
    layout: 'nchw',
    channels: 'rgb',
    scale: view.scale,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    type: 'float32',
  };
  const featureLength = widthOf(build, size);
  return {
    name,
    size,
    input,
    featureLength,
    fileParameters: 0,
    build,
    toBackbone(values) {
      const graph = buildInference({
        inputs: { pixels: { type: 'float32', shape: ['N', 3, size, size] } },
        network: (net, { pixels }) => ({ features: build(net, pixels!) }),
        parameters: values,
        name,
      });
      const model = foldBatchNorms(toModel(graph));
      const bytes = writeModel(model);
      return {
        name,
        bytes,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        model,
        size,
        inputName: 'pixels',
        input,
        output: { name: 'features', type: 'float32', rank: 2, layout: 'nchw' },
        featureLength,
        about: { title, source: 'trained from scratch by Assay', licence: null, pretraining: null },
      };
    },
  };
}

function widthOf(build: Architecture, size: number): number {
  const graph = createGraph();
  const net = createNetwork(graph, { mode: 'train' });
  return Number(build(net, addInput(graph, 'pixels', 'float32', [2, 3, size, size])).shape[1]);
}
