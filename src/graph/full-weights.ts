import { withoutByteWeights } from './byte-weights.js';
import { withoutHalfWeights } from './half-weights.js';
import type { OnnxModel } from './model.js';

/**
 * The same model with the weights that `withHalfWeights` or `withByteWeights` stored in float32 again, under their own
 * names. Those of 16 bits come first: scales of weights of 8 bits may be among them.
 */
export function withFullWeights(model: OnnxModel): OnnxModel {
  return withoutByteWeights(withoutHalfWeights(model));
}
