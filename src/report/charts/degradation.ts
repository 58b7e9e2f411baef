import type { TierSummary } from '../../evaluate/types.js';
import type { EvaluationReport, HeaderFloorFigure } from '../types.js';
import { renderSweep, type SweepSeries } from './sweep.js';

/** What degradation does as charts, by name: `tiers`, then `sweep-jpeg` and so on. */
export function renderDegradation({
  tiers,
  sweeps,
  headerFloor,
}: Pick<EvaluationReport, 'tiers' | 'sweeps' | 'headerFloor'>): Record<string, string> {
  const named = tiers?.tiers ?? [];
  const steps = (sweeps?.tiers ?? []).filter(({ sweep }) => sweep !== undefined);
  const parameters = [...new Set(steps.map(({ sweep }) => sweep!.parameter))];
  const reference = floorReference(headerFloor);
  return {
    ...(named.length > 1 ? { tiers: tierChart(named, reference) } : {}),
    ...Object.fromEntries(
      parameters.map((parameter) => {
        const own = steps.filter(({ sweep }) => sweep!.parameter === parameter);
        return [`sweep-${parameter}`, sweepChart(own, parameter, reference)];
      }),
    ),
  };
}

function tierChart(tiers: readonly TierSummary[], reference: Reference): string {
  return renderSweep({
    ...{ title: 'Tiers', xLabel: 'tier', yLabel: 'balanced accuracy, ROC AUC', reference },
    series: seriesOf(tiers, ({ name }) => name),
  });
}

function sweepChart(steps: readonly TierSummary[], parameter: string, reference: Reference): string {
  const values = steps.map(({ sweep }) => sweep!.value);
  const title = parameter.replaceAll('-', ' ');
  return renderSweep({
    ...{ title: `Sweep: ${title}`, xLabel: title, yLabel: 'balanced accuracy, ROC AUC', reference },
    // Sweeps are listed from the mildest on; worse is to lie at the right.
    reverse: values[0]! > values.at(-1)!,
    series: seriesOf(steps, ({ sweep }) => sweep!.value),
  });
}

function seriesOf(tiers: readonly TierSummary[], x: (tier: TierSummary) => number | string): SweepSeries[] {
  const series = (label: string, metric: 'balancedAccuracy' | 'rocAuc'): SweepSeries => ({
    label,
    points: tiers.map((tier) => ({ x: x(tier), estimate: tier.summary.metrics[metric] })),
  });
  return [series('balanced accuracy', 'balancedAccuracy'), series('ROC AUC', 'rocAuc')];
}

interface Reference {
  value: number;
  label: string;
}

function floorReference(floor: HeaderFloorFigure | undefined): Reference {
  const value = floor?.accuracy.value;
  return typeof value === 'number'
    ? { value, label: 'header-only floor (accuracy)' }
    : { value: 0.5, label: 'chance' };
}
