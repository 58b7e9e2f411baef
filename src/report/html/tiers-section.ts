import type { TierSummary } from '../../evaluate/types.js';
import { renderDegradation } from '../charts/degradation.js';
import { formatCount, formatEstimate, formatPercent } from '../format.js';
import type { EvaluationReport } from '../types.js';
import { chart, details, grid, table } from './components.js';
import { type Html, html } from './html.js';
import type { Section } from './page.js';

/** What degradation does: named tiers, sweeps, how many verdicts flip, and each change with its interval. */
export function tiersSection(report: EvaluationReport): Section | null {
  const { tiers, sweeps } = report;
  const named = tiers?.tiers ?? [];
  const steps = (sweeps?.tiers ?? []).filter(({ sweep }) => sweep !== undefined);
  if (named.length + steps.length === 0) return null;
  const charts = Object.values(renderDegradation(report)).map((svg) => chart(svg));
  return {
    id: 'degradation',
    title: 'Degradation',
    about:
      'The same pictures, of both classes alike, after what happens to pictures on their way: ' +
      '“web” is at most 768 pixels and JPEG quality 60, “hard” at most 512 pixels and quality 40. Bars and bands are 95% intervals.',
    body: html`${grid(...charts)} ${named.length > 0 && tierTable('Tiers', named)}
    ${steps.length > 0 && details('Every step of every sweep', tierTable('Step', steps))}`,
  };
}

function tierTable(heading: string, tiers: readonly TierSummary[]): Html {
  const number = (title: string): { title: string; kind: 'number' } => ({ title, kind: 'number' });
  return table(
    [
      { title: heading },
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
