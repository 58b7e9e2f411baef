import type { TierReport, TierSummary } from '../../evaluate/types.js';
import { renderSweep, type SweepSeries } from '../charts/sweep.js';
import { formatCount, formatEstimate, formatPercent } from '../format.js';
import type { HeaderFloorFigure } from '../types.js';
import { chart, grid, table } from './components.js';
import { type Html, html } from './html.js';
import type { Section } from './page.js';

/** What degradation does: named tiers, sweeps, how many verdicts flip, and each change with its interval. */
export function tiersSection(report: TierReport, floor: HeaderFloorFigure | undefined): Section {
  const named = report.tiers.filter(({ sweep }) => sweep === undefined);
  const parameters = [...new Set(report.tiers.flatMap(({ sweep }) => sweep?.parameter ?? []))];
  const reference = floorReference(floor);
  const charts = [
    ...(named.length > 1
      ? [
          chart(
            renderSweep({
              ...{ title: 'Tiers', xLabel: 'tier', yLabel: 'balanced accuracy, ROC AUC', ...reference },
              series: seriesOf(named, ({ name }) => name),
            }),
          ),
        ]
      : []),
    ...parameters.map((parameter) => chart(sweepChart(report, parameter, reference))),
  ];
  return {
    id: 'degradation',
    title: 'Degradation',
    about:
      'The same pictures, of both classes alike, after what happens to pictures on their way. Bars and bands are 95% intervals.',
    body: html`${grid(...charts)} ${tierTable(report)}`,
  };
}

function sweepChart(
  report: TierReport,
  parameter: string,
  reference: ReturnType<typeof floorReference>,
): string {
  const tiers = report.tiers.filter(({ sweep }) => sweep?.parameter === parameter);
  const values = tiers.map(({ sweep }) => sweep!.value);
  const title = parameter.replaceAll('-', ' ');
  return renderSweep({
    ...{ title: `Sweep: ${title}`, xLabel: title, yLabel: 'balanced accuracy, ROC AUC', ...reference },
    // Sweeps are listed from the mildest on; worse is to lie at the right.
    reverse: values[0]! > values.at(-1)!,
    series: seriesOf(tiers, ({ sweep }) => sweep!.value),
  });
}

function seriesOf(tiers: readonly TierSummary[], x: (tier: TierSummary) => number | string): SweepSeries[] {
  const series = (label: string, metric: 'balancedAccuracy' | 'rocAuc'): SweepSeries => ({
    label,
    points: tiers.map((tier) => ({ x: x(tier), estimate: tier.summary.metrics[metric] })),
  });
  return [series('balanced accuracy', 'balancedAccuracy'), series('ROC AUC', 'rocAuc')];
}

function tierTable({ tiers }: TierReport): Html {
  const number = (title: string): { title: string; kind: 'number' } => ({ title, kind: 'number' });
  return table(
    [
      { title: 'Tier' },
      number('Pictures'),
      number('Balanced accuracy'),
      number('ROC AUC'),
      number('Change of ROC AUC'),
      number('Verdicts that flip'),
      number('of reals / fakes'),
    ],
    tiers.map(({ name, summary: { counts, metrics }, flips, change }) => [
      name,
      formatCount(counts.total),
      write(metrics.balancedAccuracy),
      write(metrics.rocAuc, false),
      change ? write(change.rocAuc, false) : '–',
      flips ? write(flips.share) : '–',
      flips ? `${formatPercent(flips.byLabel.real.value)} / ${formatPercent(flips.byLabel.fake.value)}` : '–',
    ]),
    'With 95% intervals; changes are paired, over the pictures scored in both',
  );
}

type Estimated = Parameters<typeof formatEstimate>;

function write(
  { value, low, high }: { value: Estimated[0]; low: Estimated[1]; high: Estimated[2] },
  percent = true,
): string {
  return formatEstimate(value, low, high, { percent });
}

function floorReference(floor: HeaderFloorFigure | undefined): {
  reference: { value: number; label: string };
} {
  const value = floor?.accuracy.value;
  return {
    reference:
      typeof value === 'number'
        ? { value, label: 'header-only floor (accuracy)' }
        : { value: 0.5, label: 'chance' },
  };
}
