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
  const prefix = squares && view.kind === 'mixed' ? NATIVE : '';
  const own = new RegExp(`^${prefix}(?:head/|(?=backbone/))(.*)$`);
  const named = [...withFullWeights(parseModel(bytes)).initializers].flatMap(([name, weights]) => {
    const given = own.exec(name)?.[1];
    return given !== undefined && weights.type === 'float32' ? [[given, weights] as const] : [];
  });
  return Object.fromEntries(named);
}
