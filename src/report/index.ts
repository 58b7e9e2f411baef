export * from './csv.js';
export * from './detector-facts.js';
export * from './format.js';
export * from './history.js';
export * from './json.js';
export { METRIC_WORDS, type MetricWords } from './metric-names.js';
export { visibleText } from './text.js';
export { createStyle, type TerminalStyle, wantsColor } from './terminal/ansi.js';
export { formatSummary } from './terminal/model-summary.js';
export {
  createProgress,
  type Progress,
  type ProgressOptions,
  type ProgressStream,
} from './terminal/progress.js';
export { type ProgressMetrics } from './terminal/progress-line.js';
export { formatTable, type TableColumn, type TableOptions } from './terminal/table.js';
export {
  createTrainingProgress,
  type TrainingProgress,
  type TrainingProgressOptions,
} from './terminal/training-progress.js';
export type * from './types.js';
export { type CurvesOptions, renderAccuracyCurve, renderCurves, renderLossCurve } from './charts/curves.js';
export { type GalleryItem, type GalleryOptions, renderGallery } from './png/gallery.js';
export { type PredictionGridOptions, type PredictionItem, renderPredictionGrid } from './png/predictions.js';
export { explainMap, type HeatMapOptions, renderHeatMap } from './png/heat-map.js';
export { svgToPng } from './png/svg-png.js';
export { renderConfusionMatrix, renderVerdictMatrix } from './charts/confusion-matrix.js';
export { type IntervalChart, type IntervalRow, renderIntervals } from './charts/intervals.js';
export {
  type CurveSeries,
  type OperatingPoint,
  renderPrecisionRecallCurves,
  renderRocCurves,
} from './charts/ranking-curves.js';
export { renderReliabilityDiagram } from './charts/reliability-diagram.js';
export { renderScoreHistogram } from './charts/score-histogram.js';
export { renderSweep, type SweepChart, type SweepSeries } from './charts/sweep.js';
export { headlineOf } from './html/metrics-sections.js';
export { renderRunReport } from './html/run-report.js';
export { pagePicture } from './png/page-picture.js';
export { AUDIT_FILES, formatAuditFiles } from './audit-files.js';
export { renderAuditReport } from './html/audit-report.js';
export { renderCrossValidationReport } from './html/cross-validation-report.js';
export { renderCompareReport } from './html/compare-report.js';
export { renderScanReport, type ScanReport } from './html/scan-report.js';
export { renderEvaluationReport } from './html/evaluation-report.js';
export { toEvaluationReport } from './from-evaluation.js';
export { evaluationCharts, formatScores } from './evaluation-files.js';
export { formatCalibration } from './terminal/calibration-text.js';
export { formatAudit } from './terminal/audit-text.js';
export { formatDetectorComparison, formatFoldComparison } from './terminal/comparison-text.js';
export { formatConfusion, formatEvaluation, formatMetrics } from './terminal/evaluation-text.js';
export { formatFloor } from './terminal/floor-text.js';
export {
  formatInspection,
  formatInspections,
  type InspectedFile,
  type InspectionFormat,
} from './inspection.js';
