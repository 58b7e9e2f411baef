import type { Evaluation, EvaluationResult } from '../detect/evaluation-result.js';
import { verdictOf } from '../evaluate/calibration/verdict.js';
import type { ScoredSample } from '../evaluate/scored.js';
import { renderBreakdown } from './charts/breakdown.js';
import { renderConfusionMatrix, renderVerdictMatrix } from './charts/confusion-matrix.js';
import { renderDegradation } from './charts/degradation.js';
import { renderPrecisionRecallCurves, renderRocCurves } from './charts/ranking-curves.js';
import { renderReliabilityDiagram } from './charts/reliability-diagram.js';
import { renderScoreHistogram } from './charts/score-histogram.js';
import { formatCsv, type CsvColumn } from './csv.js';
import { toEvaluationReport } from './from-evaluation.js';

/** Every chart of an evaluation as SVG, by file name. */
export function evaluationCharts(result: EvaluationResult): Record<string, string> {
  const { summary, detector } = result;
  const { curves, metrics, counts, thresholds, verdicts } = summary;
  const label = detector.name;
  const cuts: [title: string, cells: typeof summary.bySource, file: string][] = [
    ['By source', summary.bySource, 'by-source'],
    ...Object.entries(summary.byAttribute).map(([name, cells], i): [string, typeof cells, string] => [
      `By ${name}`,
      cells,
      `by-attribute-${i + 1}`,
    ]),
  ];
  const charts = {
    roc: renderRocCurves([{ label, curve: curves.roc, area: metrics.rocAuc }]),
    'precision-recall': renderPrecisionRecallCurves(
      [{ label, curve: curves.precisionRecall, area: metrics.averagePrecision }],
      { prevalence: counts.fake / counts.total },
    ),
    scores: renderScoreHistogram(curves.histogram, thresholds ? { thresholds } : {}),
    reliability: renderReliabilityDiagram(curves.reliability),
    confusion: renderConfusionMatrix(summary.confusion),
    ...(verdicts ? { verdicts: renderVerdictMatrix(verdicts) } : {}),
    ...Object.fromEntries(
      cuts
        .filter(([, cells]) => Object.keys(cells).length > 0)
        .map(([title, cells, file]) => [file, renderBreakdown(title, cells)]),
    ),
    ...renderDegradation(toEvaluationReport(result, { madeBy: '' })),
  };
  return Object.fromEntries(Object.entries(charts).map(([name, svg]) => [`${name}.svg`, svg]));
}

/**
 * Scores as CSV, one line a picture: what it is, the detector's answer as given, then the probability in every
 * other state. Numbers read back to the same doubles (`assay compare` does).
 */
export function formatScores({ scores, states, result }: Evaluation): string {
  const thresholds = result.summary.thresholds ?? result.detector.thresholds;
  const attributes = Object.keys(result.summary.byAttribute);
  const columns: CsvColumn<ScoredSample>[] = [
    { header: 'id', value: ({ id }) => id },
    { header: 'label', value: ({ label }) => label },
    { header: 'logit', value: ({ logit }) => logit },
    { header: 'probability', value: ({ probability }) => probability },
    { header: 'verdict', value: ({ probability }) => verdictOf(probability, thresholds) },
    { header: 'source', value: ({ source }) => source },
    { header: 'group', value: ({ group }) => group },
    ...attributes.map((name): CsvColumn<ScoredSample> => ({
      header: `attribute ${name}`,
      value: (sample) => sample.attributes?.[name],
    })),
    ...states.slice(1).map(({ name, scored }): CsvColumn<ScoredSample> => {
      const byId = new Map(scored.map(({ id, probability }) => [id, probability]));
      return { header: `probability, ${name}`, value: ({ id }) => byId.get(id) };
    }),
  ];
  return formatCsv(scores, columns);
}
