import type { AuditReport, FactReport, FactSummary, HeaderFloor } from '../../dataset/audit/types.js';
import { FACTS } from '../../dataset/audit/facts/names.js';
import { renderIntervals } from '../charts/intervals.js';
import { formatCount, formatEstimate, formatPercent, formatRate } from '../format.js';
import { chart, details, facts as factList, grid, type HtmlColumn, table } from './components.js';
import { type Html, html } from './html.js';
import type { Section } from './page.js';

const MOST_IN_CHART = 12;

/** What a classifier reaches that never sees a pixel: the floor of every later score. */
export function floorSection({ floor, traceFloor }: AuditReport): Section | null {
  if (!floor) return null;
  const row = (
    label: string,
    estimate: HeaderFloor['accuracy'],
  ): { label: string; estimate: HeaderFloor['accuracy'] } => ({ label, estimate });
  const { rule } = floor;
  return {
    id: 'floor',
    title: 'The header-only floor',
    about:
      'What a classifier reaches that never sees a pixel. A detector that does no better has shown nothing.',
    body: html`${grid(
      chart(
        renderIntervals({
          title: 'Accuracy without a pixel',
          xLabel: 'accuracy',
          rows: [
            row('every header fact', floor.accuracy),
            ...(traceFloor ? [row('facts that leave traces in pixels', traceFloor.accuracy)] : []),
            ...(rule ? [row('best single rule', rule.accuracy)] : []),
            { ...row('larger class', { value: floor.majority, low: null, high: null }), isBaseline: true },
          ],
        }),
        floor.method,
        { isWide: true },
      ),
    )}
    ${factList(
      [
        ['ROC AUC', formatEstimate(floor.auc.value, floor.auc.low, floor.auc.high, { percent: false })],
        [
          'Balanced accuracy',
          formatEstimate(
            floor.balancedAccuracy.value,
            floor.balancedAccuracy.low,
            floor.balancedAccuracy.high,
          ),
        ],
        ...(rule
          ? ([
              ['Best single rule', html`<code>${rule.text}</code>`],
              [
                'finds',
                `${formatPercent(rule.recall)} of the fakes, with ${formatCount(rule.falsePositives)} reals called fake`,
              ],
              ['chosen and tried on other folds', formatPercent(rule.crossValidatedAccuracy)],
            ] as const)
          : []),
      ],
      'With 95% intervals',
    )}`,
  };
}

/** How well each fact alone tells the classes, and what the files of each class look like. */
export function factsSection({ facts }: AuditReport): Section {
  const ranked = facts
    .filter(({ separation }) => separation?.auc.value != null)
    .toSorted((a, b) => auc(b) - auc(a));
  const columns: HtmlColumn[] = [
    { title: 'Fact' },
    { title: 'ROC AUC alone', kind: 'number' },
    { title: 'Fakes', kind: 'text' },
    { title: 'Reals', kind: 'text' },
  ];
  const row = (fact: FactReport): string[] => [
    FACTS[fact.name].title,
    fact.separation
      ? formatEstimate(fact.separation.auc.value, fact.separation.auc.low, fact.separation.auc.high, {
          percent: false,
        })
      : '–',
    describe(fact.byLabel.fake),
    describe(fact.byLabel.real),
  ];
  return {
    id: 'facts',
    title: 'What each fact gives away',
    about: 'How well one fact alone tells fake from real: 0.5 is not at all, 1 is fully.',
    body: html`${
      ranked.length > 0 &&
      chart(
        renderIntervals({
          ...{
            title: 'Most telling facts',
            xLabel: 'ROC AUC',
            percent: false,
            reference: { value: 0.5, label: 'tells nothing' },
          },
          rows: ranked
            .slice(0, MOST_IN_CHART)
            .map(({ name, separation }) => ({ label: FACTS[name].title, estimate: separation!.auc })),
        }),
        undefined,
        { isWide: true },
      )
    }
    ${details(
      `All ${formatCount(facts.length)} facts`,
      table(
        columns,
        [...ranked, ...facts.filter((fact) => !ranked.includes(fact))].map(row),
        'Medians with 5th and 95th percentile, or the most frequent values',
      ),
    )}
    ${sourceTable(facts)}`,
  };
}

function sourceTable(facts: readonly FactReport[]): Html | null {
  const rows = facts.flatMap(({ name, bySource }) =>
    bySource.flatMap(({ label, source, summary, separation }) =>
      separation ? [{ name, label, source, summary, value: separation.auc }] : [],
    ),
  );
  const telling = rows
    .filter(({ value }) => (value.low ?? 0) > 0.6)
    .toSorted((a, b) => (b.value.value ?? 0) - (a.value.value ?? 0));
  if (telling.length === 0) return null;
  return details(
    'Sources that one fact gives away',
    table(
      [
        { title: 'Source' },
        { title: 'Class' },
        { title: 'Fact', kind: 'text' },
        { title: 'ROC AUC alone', kind: 'number' },
        { title: 'Its files', kind: 'text' },
      ],
      telling
        .slice(0, 60)
        .map(({ name, label, source, summary, value }) => [
          source,
          label,
          FACTS[name].title,
          formatEstimate(value.value, value.low, value.high, { percent: false }),
          describe(summary),
        ]),
      'Against all files of the other class; the 60 most telling',
    ),
  );
}

function describe({ count, missing, quantiles, values }: FactSummary): string {
  const known = count - missing;
  if (known === 0) return 'none has it';
  const absent = missing > 0 ? `; ${formatPercent(missing / count, 0)} lack it` : '';
  if (values && values.length > 0 && (!quantiles || values.length <= 3)) {
    const told = values
      .slice(0, 3)
      .map(({ value, count: n }) => `${value ?? 'none'} ${formatPercent(n / count, 0)}`);
    return `${told.join(', ')}${values.length > 3 ? ', …' : ''}${absent}`;
  }
  if (!quantiles) return `${formatCount(known)} files${absent}`;
  return `${formatRate(quantiles.median)} (${formatRate(quantiles.p5)} to ${formatRate(quantiles.p95)})${absent}`;
}

function auc({ separation }: FactReport): number {
  return separation?.auc.value ?? 0;
}
