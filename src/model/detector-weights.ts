import { parseModel, type Tensor, withFullWeights } from '../graph/index.js';
import { NATIVE } from './feature-parts.js';
import { readDetector } from './read-detector.js';

/**
 * The weights of a detector's file by the names that training gives them: those of its backbone, and those of its head
 * with the running averages. Of a detector of two networks (the view `mixed`) they are those of the one that sees all of a
 * picture, with `squares` those of the one that judges squares. A network whose batch norms were folded when it was
 * written has lost those. Throws E_DETECTOR_INVALID.
 */
export function detectorWeights(bytes: Uint8Array, { squares = false } = {}): Record<string, Tensor> {
  const { view } = readDetector(bytes);
  const HEAD = 'head/';
  const prefix = squares && view.kind === 'mixed' ? NATIVE : '';
  const named = [...withFullWeights(parseModel(bytes)).initializers]
    .filter(([name, { type }]) => type === 'float32' && name.startsWith(prefix))
    .map(([name, weights]) => [name.slice(prefix.length), weights] as const)
    .filter(([name]) => /^(backbone|head)\//.test(name))
    .map(([name, weights]) => [name.startsWith(HEAD) ? name.slice(HEAD.length) : name, weights] as const);
  return Object.fromEntries(named);
}
