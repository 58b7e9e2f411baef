import type { PredictFailure } from '../detect/index.js';
import type { Verdict } from '../detect/verdict.js';
import { VERDICT_COLUMNS } from './verdict-columns.js';
import { createStyle, formatCsv, formatJson, formatTable, wantsColor } from '../report/index.js';

/** Verdicts as a terminal's table with a summing line, as a JSON array, or as CSV. */
export function formatVerdicts(
  results: readonly (Verdict | PredictFailure)[],
  format: 'table' | 'json' | 'csv',
): string {
  if (format === 'json') return formatJson(results);
  if (format === 'csv') return formatCsv(results, VERDICT_COLUMNS);
  const color = wantsColor(process.stdout);
  const { red, green, yellow, dim } = createStyle(color);
  const paint = { fake: red, real: green, inconclusive: yellow };
  const table = formatTable(
    results,
    [
      { header: 'file', value: (result) => result.file, shrink: true },
      {
        header: 'verdict',
        value: (result) => ('error' in result ? 'error' : result.verdict),
        style: (cell, result) => ('error' in result ? dim(cell) : paint[result.verdict](cell)),
      },
      {
        header: 'probability of fake',
        value: (result) => ('error' in result ? '' : result.probability.toFixed(3)),
        align: 'right',
      },
      { header: 'the file says', value: claimOf },
      { header: 'note', value: noteOf, shrink: true },
    ],
    { width: process.stdout.columns, color },
  );
  return `${table}\n${countVerdicts(results)}\n`;
}

/** What a reader should know beside the verdict: what decided it if not the pixels, warnings, or the error. */
export function noteOf(result: Verdict | PredictFailure): string {
  if ('error' in result) return `${result.error.code}: ${result.error.message}`;
  const decided = result.verdict === result.evidence.pixels.verdict ? [] : [result.reason];
  const { name, chosen } = result.model;
  const why = chosen ? [`Judged by ${name}: ${chosen.reason}.`] : [];
  return [...decided, ...why, ...result.warnings.map(({ message }) => message)].join(' ');
}

/** The strongest claim of the file on how the picture came about. */
function claimOf(result: Verdict | PredictFailure): string {
  if ('error' in result) return '';
  const claim = result.evidence.provenance.find(({ statement }) => statement !== 'none');
  return claim ? `${claim.statement} (${claim.strength})` : '';
}

function countVerdicts(results: readonly (Verdict | PredictFailure)[]): string {
  const count = (name: string): number =>
    results.filter((result) => ('error' in result ? 'error' : result.verdict) === name).length;
  const parts = ['fake', 'real', 'inconclusive'].map((name) => `${count(name)} ${name}`);
  const failed = count('error');
  return `${results.length} pictures: ${parts.join(', ')}${failed > 0 ? `; ${failed} could not be judged` : ''}`;
}
