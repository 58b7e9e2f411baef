import { AssayError } from '../errors.js';
import { formatShape, type Tensor, type TrainingStep } from '../graph/index.js';
import type { StartingWeights } from './last-weights.js';

/**
 * Those of some tensors that are weights and running averages of the network; its optimiser starts afresh.
 * Throws E_CHECKPOINT_INVALID where one has another shape.
 */
export function onlyWeights(
  values: Readonly<Record<string, Tensor>>,
  { state }: TrainingStep,
): Record<string, Tensor> {
  const weights: Record<string, Tensor> = {};
  for (const { name, role, shape } of state) {
    const value = Object.hasOwn(values, name) ? values[name]! : undefined;
    if (!value || (role !== 'parameter' && role !== 'statistic')) continue;
    if (value.dims.join() !== shape.join()) {
      throw new AssayError(
        'E_CHECKPOINT_INVALID',
        `The weights to start with hold "${name}" as ${formatShape(value.dims)}, where this network has ${formatShape(shape)}. Use the architecture and head that they were trained with.`,
      );
    }
    weights[name] = value;
  }
  return weights;
}

/** All weights and running averages of the network. Throws E_CHECKPOINT_INVALID where one is missing or would be lost. */
export function wholeStart(
  { tensors, trained }: StartingWeights,
  step: TrainingStep,
): Record<string, Tensor> {
  const weights = onlyWeights(tensors, step);
  const isOfNetwork = new Set(
    step.state.filter(({ role }) => role === 'parameter' || role === 'statistic').map(({ name }) => name),
  );
  const missing = [...isOfNetwork].find((name) => !Object.hasOwn(weights, name));
  if (missing !== undefined) {
    throw new AssayError(
      'E_CHECKPOINT_INVALID',
      `The weights to start with hold no "${missing}", which this network has. Use the backbone or architecture and the head that they were trained with; where they are a detector's whose batch norms were folded, start from the folder of its run.`,
    );
  }
  const lost = trained?.find((name) => !isOfNetwork.has(name));
  if (lost !== undefined) {
    throw new AssayError(
      'E_CHECKPOINT_INVALID',
      `The weights to start with hold "${lost}", trained, which this network does not train and would take from its backbone as it was. Give --fine-tune an earlier layer.`,
    );
  }
  return weights;
}
