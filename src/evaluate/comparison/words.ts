import type { Estimate } from '../scored.js';
import type { ComparedMetric, Difference } from './types.js';

const METRIC_WORDS: Record<ComparedMetric, string> = {
  accuracy: 'accuracy',
  balancedAccuracy: 'balanced accuracy',
  rocAuc: 'ROC AUC',
  averagePrecision: 'average precision',
  brierScore: 'Brier score (less is better)',
};

/** One sentence on a difference: both values, the difference with its interval, and whether it is noise. */
export function describeDifference(
  {
    first,
    second,
    metric,
    values,
    pairs,
  }: {
    first: string;
    second: string;
    metric: ComparedMetric;
    values: readonly [number | null, number | null];
    pairs: number;
  },
  { difference, adjusted, isNoise }: Difference,
): string {
  const [a, b] = values;
  if (a === null || b === null || adjusted === null) {
    const reason = difference.reason === undefined ? '' : ` (${difference.reason})`;
    return `${first} and ${second} cannot be compared in ${METRIC_WORDS[metric]}${reason}.`;
  }
  const found = `${METRIC_WORDS[metric]} ${a.toFixed(3)} of ${first} against ${b.toFixed(3)} of ${second}`;
  return `${found}: ${judged(difference, adjusted, isNoise === true, pairs)}`;
}

/** `difference 0.020 (-0.010 to 0.050), p = 0.21: noise.` */
export function judged(difference: Estimate, p: number, isNoise: boolean, pairs: number): string {
  const { value, low, high } = difference;
  const interval = low === null || high === null ? '' : ` (${signed(low)} to ${signed(high)})`;
  const holm = pairs > 1 ? ` after Holm over ${pairs} pairs` : '';
  const judgement = isNoise ? 'not told apart, noise' : 'a difference';
  return `difference ${signed(value ?? 0)}${interval}, p ${shortP(p)}${holm}: ${judgement}.`;
}

function signed(value: number): string {
  const digits = Math.abs(value).toFixed(3);
  if (Number(digits) === 0) return digits;
  return value < 0 ? `−${digits}` : `+${digits}`;
}

function shortP(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${p.toPrecision(2)}`;
}
