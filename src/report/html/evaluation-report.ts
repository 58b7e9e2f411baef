import { formatPercent, formatRate } from '../format.js';
import type { WorstMistakes } from '../../evaluate/types.js';
import type { EvaluationReport } from '../types.js';
import { cards, facts, notices, picture, table } from './components.js';
import { calibrationSection } from './calibration-section.js';
import { dataSection } from './data-section.js';
import { type Html, html } from './html.js';
import {
  breakdownSections,
  confusionCharts,
  floorPanel,
  headlineOf,
  metricsTable,
  scoreCharts,
} from './metrics-sections.js';
import { renderPage, type Section } from './page.js';
import { tiersSection } from './tiers-section.js';

/**
 * A detector judged on a data set as one page that stands alone: metrics with intervals beside what needs no
 * pixel, by source and attribute, under degradation, and its worst mistakes.
 */
export function renderEvaluationReport(report: EvaluationReport): string {
  const { summary, tiers, sweeps, calibration, headerFloor } = report;
  const sections: (Section | null)[] = [
    {
      id: 'metrics',
      title: 'Metrics',
      about: `Decisions are taken at a probability of ${formatRate(summary.threshold)}.`,
      body: metricsTable(summary),
    },
    { id: 'decisions', title: 'Decisions', body: confusionCharts(summary) },
    { id: 'scores', title: 'Scores', body: scoreCharts(summary) },
    ...breakdownSections(summary),
    tiersSection(report),
    mistakesSection(report),
    calibration ? calibrationSection(calibration) : null,
    { id: 'detector', title: 'Detector', body: facts(report.detector, 'What is known of it') },
    dataSection(report.data),
  ];
  const messages = [summary, tiers, sweeps]
    .flatMap((part) => part?.warnings ?? [])
    .map(({ message }) => message);
  // One table's warning is often another's.
  const warnings = [...new Set(messages)].map((title) => ({ grade: 'warns' as const, title }));
  return renderPage({
    kind: 'Evaluation',
    title: report.name,
    lead: report.lead,
    opening: html`${notices([...(report.notices ?? []), ...warnings])}${cards(headlineOf(summary))}
      <p class="measured">Measured on ${report.measuredOn}</p>
      ${floorPanel(summary.metrics.accuracy, headerFloor)}`,
    sections: sections.filter((section) => section !== null),
    footer: report.madeBy,
  });
}

function mistakesSection({ mistakes, worstMistakes }: EvaluationReport): Section | null {
  if (!mistakes && !worstMistakes) return null;
  return {
    id: 'mistakes',
    title: 'Worst mistakes',
    about:
      'The most confident ones first: often wrong labels, edits of photographs, or a source that training lacked.',
    body: html`${mistakes && picture(mistakes)} ${worstMistakes && mistakesTable(worstMistakes)}`,
  };
}

function mistakesTable(worst: WorstMistakes): Html {
  return table(
    [
      { title: 'File' },
      { title: 'Truth' },
      { title: 'Probability of fake', kind: 'number' },
      { title: 'Source', kind: 'text' },
    ],
    [...worst.real, ...worst.fake].map(({ id, label, probability, source }) => [
      id,
      label,
      certainty(probability),
      source ?? '',
    ]),
    'Reals called fake, then fakes called real',
  );
}

// No score is certain, and rounding is not to make it look so.
function certainty(probability: number): string {
  if (probability > 0.999) return '> 99.9%';
  return probability < 0.001 ? '< 0.1%' : formatPercent(probability);
}
