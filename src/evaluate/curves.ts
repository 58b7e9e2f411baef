import { precisionRecallCurve } from './metrics/precision-recall.js';
import { reliability, scoreHistogram } from './metrics/reliability.js';
import { rocCurve } from './metrics/roc.js';
import type { ScoredSample } from './scored.js';
import type { EvaluationCurves } from './types.js';

/**
 * What the charts of an evaluation are drawn from: ROC and precision-recall without redundant points,
 * reliability in 15 equal bins, and the score histogram in 20.
 * @throws AssayError E_SCORES
 */
export function evaluationCurves(scored: readonly ScoredSample[]): EvaluationCurves {
  const labels = scored.map((sample) => sample.label);
  const probabilities = scored.map((sample) => sample.probability);
  return {
    roc: rocCurve(labels, probabilities),
    precisionRecall: precisionRecallCurve(labels, probabilities, { dropIntermediate: true }),
    reliability: reliability(labels, probabilities),
    histogram: scoreHistogram(labels, probabilities),
  };
}
