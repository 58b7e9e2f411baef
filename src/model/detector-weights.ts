import { parseModel, type Tensor, withFullWeights } from '../graph/index.js';
import { readDetector } from './read-detector.js';

/**
 * The weights of a detector's file by the names that training gives them: those of its backbone, and those of its head
 * with the running averages. A network whose batch norms were folded when it was written has lost those.
 * Throws E_DETECTOR_INVALID.
 */
export function detectorWeights(bytes: Uint8Array): Record<string, Tensor> {
  readDetector(bytes);
  const HEAD = 'head/';
  const named = [...withFullWeights(parseModel(bytes)).initializers]
    .filter(([name, { type }]) => type === 'float32' && /^(backbone|head)\//.test(name))
    .map(([name, weights]) => [name.startsWith(HEAD) ? name.slice(HEAD.length) : name, weights] as const);
  return Object.fromEntries(named);
}
