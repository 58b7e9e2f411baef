import { renderAccuracyCurve, renderLossCurve } from '../charts/curves.js';
import type { CurvesOptions } from '../charts/curves.js';
import { formatCount, formatDuration, formatNumber, formatPercent, formatRate } from '../format.js';
import { formatJson } from '../json.js';
import { modelSummaryCells, modelSummaryTotals } from '../terminal/model-summary.js';
import type { RunReport } from '../types.js';
import { cards, chart, details, facts, grid, notices, picture, preformatted, table } from './components.js';
import { dataSection } from './data-section.js';
import { type Html, html } from './html.js';
import { confusionCharts, floorPanel, metricsTable, scoreCharts } from './metrics-sections.js';
import { renderPage, type Section } from './page.js';

/**
 * A training run as one page that stands alone: what was reached and on what, beside what needs no pixel;
 * warnings and accepted findings; curves, confusion, predictions, galleries; model, data and configuration.
 */
export function renderRunReport(run: RunReport): string {
  const sections: (Section | null)[] = [
    curvesSection(run),
    {
      id: 'decisions',
      title: 'Decisions',
      about: `Measured on ${run.measuredOn}`,
      body: confusionCharts(run.evaluation ?? run),
    },
    run.evaluation
      ? {
          id: 'scores',
          title: 'Scores',
          body: html`${scoreCharts(run.evaluation)}${metricsTable(run.evaluation)}`,
        }
      : null,
    run.predictions
      ? {
          id: 'predictions',
          title: 'Predictions',
          about:
            'i is the place in the validation list, pred what the detector says, gt the truth. Green with a tick is right, red with a cross is wrong.',
          body: picture(run.predictions),
        }
      : null,
    run.galleries && run.galleries.length > 0
      ? { id: 'pictures', title: 'Pictures', body: grid(...run.galleries.map(picture)) }
      : null,
    modelSection(run),
    dataSection(run.data),
    { id: 'configuration', title: 'Configuration', body: preformatted(formatJson(run.config).trimEnd()) },
  ];
  return renderPage({
    kind: 'Training run',
    title: run.name,
    lead: run.lead,
    opening: html`${notices(run.notices ?? [])}${cards(run.headline)}
      <p class="measured">Measured on ${run.measuredOn}</p>
      ${run.headline[0] && floorPanel(run.headline[0].estimate, run.headerFloor)}`,
    sections: sections.filter((section) => section !== null),
    footer: run.madeBy,
  });
}

function curvesSection({ history, bestEpoch, headerFloor, facts: further = [] }: RunReport): Section {
  const floor = headerFloor?.accuracy.value;
  const options: CurvesOptions = {
    ...(bestEpoch !== undefined && { bestEpoch }),
    ...(typeof floor === 'number' && { floor: { accuracy: floor, label: 'header-only floor' } }),
  };
  return {
    id: 'curves',
    title: 'Training',
    body: html`${grid(chart(renderLossCurve(history, options)), chart(renderAccuracyCurve(history, options)))}
    ${historyTable(history, bestEpoch)} ${further.length > 0 && facts(further, 'Run')}`,
  };
}

function historyTable(history: RunReport['history'], bestEpoch: number | undefined): Html {
  const number = (title: string): { title: string; kind: 'number' } => ({ title, kind: 'number' });
  const columns = [
    { title: 'Epoch' },
    number('Learning rate'),
    number('Loss'),
    number('Accuracy'),
    number('Validation loss'),
    number('Validation accuracy'),
    number('Time'),
  ];
  const row = (record: RunReport['history'][number]): string[] => [
    `${record.epoch + 1}${record.epoch === bestEpoch ? ' (best, kept)' : ''}`,
    formatRate(record.learningRate),
    formatNumber(record.loss),
    formatPercent(record.accuracy),
    formatNumber(record.validationLoss),
    formatPercent(record.validationAccuracy),
    formatDuration(record.seconds),
  ];
  const telling = history.filter(
    (record, i) => i === 0 || i === history.length - 1 || record.epoch === bestEpoch,
  );
  return html`${table(columns, telling.map(row), 'First, best and last epoch')}
  ${history.length > telling.length && details(`All ${formatCount(history.length)} epochs`, table(columns, history.map(row), 'Every epoch'))}`;
}

function modelSection({ model }: RunReport): Section {
  const { header, rows } = modelSummaryCells(model);
  const columns = header.map((title) => ({ title, ...(title === 'Param #' && { kind: 'number' as const }) }));
  const layers = table(columns, rows, `Model: ${model.name}`);
  return {
    id: 'model',
    title: 'Model',
    body: html`${rows.length > 24 ? details(`All ${formatCount(rows.length)} layers`, layers) : layers}
    ${facts(modelSummaryTotals(model), 'Parameters')}`,
  };
}
