import type { ScoredSample } from '../scored.js';
import type { CalibrationFit } from '../types.js';
import { fitInput } from './fit-input.js';

interface Block {
  from: number;
  to: number;
  count: number;
  fake: number;
}

/**
 * Isotonic calibration: the rising step function of least squared error, by pooling adjacent violators
 * (Zadrozny & Elkan 2002; scikit-learn's IsotonicRegression with straight lines between the knots). Kept
 * 1/(n+2) away from 0 and 1: no number of samples shows certainty. Wants some thousand samples.
 * @throws AssayError E_ONE_CLASS E_SCORES
 */
export function fitIsotonic(scored: readonly ScoredSample[]): CalibrationFit {
  const { logits, isFake } = fitInput(scored);
  const order = Uint32Array.from(logits.keys()).sort((a, b) => logits[a]! - logits[b]!);
  const blocks: Block[] = [];
  order.forEach((i, rank) => {
    const logit = logits[i]!;
    const isTie = rank > 0 && logits[order[rank - 1]!] === logit;
    if (!isTie) {
      poolViolators(blocks);
      blocks.push({ from: logit, to: logit, count: 0, fake: 0 });
    }
    const block = blocks.at(-1)!;
    block.count++;
    block.fake += isFake[i]!;
  });
  poolViolators(blocks);

  const margin = 1 / (logits.length + 2);
  const knots = blocks.flatMap(({ from, to, count, fake }) => {
    const probability = Math.min(1 - margin, Math.max(margin, fake / count));
    return from === to ? [{ at: from, probability }] : [from, to].map((at) => ({ at, probability }));
  });
  return {
    calibration: {
      method: 'isotonic',
      logits: knots.map((knot) => knot.at),
      probabilities: knots.map((knot) => knot.probability),
    },
    warnings: [],
  };
}

/** Joins the last blocks while they do not rise. */
function poolViolators(blocks: Block[]): void {
  while (blocks.length > 1) {
    const last = blocks.at(-1)!;
    const before = blocks.at(-2)!;
    if (before.fake / before.count < last.fake / last.count) return;
    blocks.pop();
    before.to = last.to;
    before.count += last.count;
    before.fake += last.fake;
  }
}
