import type { PredictFailure } from '../detect/index.js';
import type { Verdict } from '../detect/verdict.js';
import type { CsvColumn } from '../report/index.js';

/** The columns of verdicts as CSV. */
export const VERDICT_COLUMNS: readonly CsvColumn<Verdict | PredictFailure>[] = [
  { header: 'file', value: (result) => result.file },
  { header: 'verdict', value: of((verdict) => verdict.verdict) },
  { header: 'reason', value: of((verdict) => verdict.reason) },
  { header: 'pixels', value: of((verdict) => verdict.evidence.pixels.verdict) },
  { header: 'probability', value: of((verdict) => verdict.probability) },
  { header: 'logit', value: of((verdict) => verdict.logit) },
  { header: 'sha256', value: of((verdict) => verdict.sha256) },
  { header: 'model', value: of((verdict) => verdict.model.name) },
  { header: 'model_sha256', value: of((verdict) => verdict.model.sha256) },
  { header: 'model_chosen', value: of((verdict) => verdict.model.chosen?.reason ?? null) },
  { header: 'warnings', value: of((verdict) => verdict.warnings.map(({ message }) => message).join(' ')) },
  { header: 'error', value: (result) => ('error' in result ? result.error.code : null) },
  { header: 'message', value: (result) => ('error' in result ? result.error.message : null) },
];

function of<T>(get: (verdict: Verdict) => T): (result: Verdict | PredictFailure) => T | null {
  return (result) => ('error' in result ? null : get(result));
}
