import { type Label, labelIndex } from '../labels.js';

/** What logits [n, 2] (fake, real) come to against labels. */
export interface LogitScores {
  /** Mean softmax cross-entropy, nats. */
  loss: number;
  /** How many of the larger logits name the right class (fake where they are equal). */
  right: number;
  /** Log-odds of fake, one a sample. */
  logOdds: Float32Array;
}

/** Scores logits in float64, without the overflow of a naive softmax. */
export function scoreLogits(logits: Float32Array, samples: readonly { label: Label }[]): LogitScores {
  const logOdds = new Float32Array(samples.length);
  let loss = 0;
  let right = 0;
  samples.forEach(({ label }, i) => {
    const odds = logits[2 * i]! - logits[2 * i + 1]!;
    logOdds[i] = odds;
    // -log softmax of the right class is log(1 + exp(-margin)), margin being how far the right class leads.
    const margin = labelIndex(label) === 0 ? odds : -odds;
    loss += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
    right += Number((odds >= 0 ? 'fake' : 'real') === label);
  });
  return { loss: loss / samples.length, right, logOdds };
}
