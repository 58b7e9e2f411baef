import { countVerdicts } from './calibration/verdict.js';
import { sampleCounts } from './counts.js';
import { estimateMetrics, undefinedEstimate } from './metric-estimates.js';
import { confusionMatrix, decide } from './metrics/confusion.js';
import type { ScoredSample } from './scored.js';
import type { BootstrapOptions } from './statistics/bootstrap.js';
import type {
  CellSummary,
  EvaluationWarning,
  MetricEstimates,
  MetricName,
  SampleCounts,
  Thresholds,
} from './types.js';

export interface CellOptions extends BootstrapOptions {
  /** The cut on the probability of fake for accuracy, precision, recall, … Default ½. */
  threshold?: number;
  /** With these, verdicts are counted too. */
  thresholds?: Thresholds;
}

/** Below this many groups in a class a bootstrap interval is too narrow more often than it says. */
export const FEW_GROUPS = 20;

/**
 * All metrics over one set of samples. `others` are samples outside the set: where the set holds one class only,
 * those of the other class stand in for the missing one in the metrics that compare classes.
 * @throws AssayError E_SCORES
 */
export function summariseCell(
  scored: readonly ScoredSample[],
  { threshold = 0.5, thresholds, ...bootstrap }: CellOptions,
  others: readonly ScoredSample[] = [],
): CellSummary {
  const counts = sampleCounts(scored);
  let metrics = estimateMetrics(scored, threshold, bootstrap);
  const missing = counts.fake === 0 ? 'fake' : counts.real === 0 ? 'real' : undefined;
  const standIns = others.filter((sample) => sample.label === missing);
  const isPaired = counts.total > 0 && standIns.length > 0;
  if (isPaired) {
    metrics = joinPaired(metrics, estimateMetrics([...scored, ...standIns], threshold, bootstrap));
  }
  const truth = scored.map((sample) => sample.label);
  return {
    counts,
    confusion: confusionMatrix(
      truth,
      decide(
        scored.map((sample) => sample.probability),
        threshold,
      ),
    ),
    metrics,
    ...(thresholds === undefined ? {} : { verdicts: countVerdicts(scored, thresholds) }),
    ...(isPaired ? { against: missing === 'real' ? 'every real' : 'every fake' } : {}),
    warnings: warningsFor(counts),
  };
}

const PAIRED: readonly MetricName[] = [
  'balancedAccuracy',
  'rocAuc',
  'averagePrecision',
  'equalErrorRate',
  'tprAtFpr1',
  'tprAtFpr5',
];
const NEEDS_OWN_MIX: readonly MetricName[] = ['precision', 'f1', 'matthews', 'expectedCalibrationError'];

/** The cell's own metrics, with those that compare classes from the set with stand-ins. */
function joinPaired(own: MetricEstimates, paired: MetricEstimates): MetricEstimates {
  const joined = { ...own };
  for (const name of PAIRED) joined[name] = paired[name];
  for (const name of NEEDS_OWN_MIX)
    joined[name] = undefinedEstimate('one class only: no class mix of its own');
  return joined;
}

function warningsFor({ fake, real, fakeGroups, realGroups }: SampleCounts): EvaluationWarning[] {
  const warnings: EvaluationWarning[] = [];
  if (fake === 0 || real === 0) {
    const message = `Found ${fake} fake and ${real} real samples: metrics that compare the classes are not defined on these alone.`;
    warnings.push({ code: 'ONE_CLASS', message });
  }
  for (const [label, groups] of [
    ['fake', fakeGroups],
    ['real', realGroups],
  ] as const) {
    if (groups === 0 || groups >= FEW_GROUPS) continue;
    const message = `Only ${groups} independent ${label} ${groups === 1 ? 'group' : 'groups'}: the intervals are rough, and too narrow rather than too wide.`;
    warnings.push({ code: 'FEW_GROUPS', message });
  }
  return warnings;
}
