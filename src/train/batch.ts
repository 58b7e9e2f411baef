import type { Sample } from '../dataset/sample.js';
import { type Tensor, tensor } from '../graph/index.js';
import { type Label, labelIndex } from '../labels.js';

/** Labels and loss weights of a batch, as every training step takes them. */
export function batchTargets(
  samples: readonly Pick<Sample, 'label'>[],
  classWeights: Readonly<Record<Label, number>>,
): { labels: Tensor; weights: Tensor } {
  const values = <T>(of: (label: Label) => T): T[] => samples.map(({ label }) => of(label));
  return {
    labels: tensor('int32', [samples.length], values(labelIndex)),
    weights: tensor(
      'float32',
      [samples.length],
      values((label) => classWeights[label]),
    ),
  };
}
