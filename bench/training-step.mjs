// The training step that several benches measure: a network, the recipe's head, cross-entropy and Adam, and its feeds.
import { buildTrainingStep, losses, optimisers, tensor } from '../dist/graph/index.js';
import {
  ARCHITECTURES,
  architectureTrunk,
  backboneTrunk,
  head,
  RECIPE_HEAD,
  resolveBackbone,
} from '../dist/model/index.js';

/** A network of Assay's own by name, or a backbone that trains from a layer on. */
export async function trunkOf(network, size, from = 'all') {
  return Object.hasOwn(ARCHITECTURES, network)
    ? architectureTrunk(network, { size, scale: 1 / 255 })
    : backboneTrunk(await resolveBackbone(network, { size }), from);
}

/** The whole step over batches of `batch` pictures. */
export function stepOf(trunk, { batch, ...options }) {
  return buildTrainingStep({
    inputs: {
      pixels: { type: 'float32', shape: [batch, 3, trunk.size, trunk.size] },
      labels: { type: 'int32', shape: [batch] },
      weights: { type: 'float32', shape: [batch] },
    },
    network: (net, { pixels, labels, weights }) => {
      const logits = head(net, trunk.build(net, pixels), RECIPE_HEAD);
      return { loss: losses.softmaxCrossEntropy(net, logits, labels, weights) };
    },
    optimiser: optimisers.adam(),
    ...options,
  });
}

/** A batch of these pixels, its labels in turn fake and real. */
export function feedsOf(pixels, { batch, size }) {
  return {
    pixels: tensor('float32', [batch, 3, size, size], pixels),
    labels: tensor(
      'int32',
      [batch],
      Array.from({ length: batch }, (_, i) => i % 2),
    ),
    weights: tensor('float32', [batch], new Float32Array(batch).fill(1)),
  };
}
