import type { PredictFailure, Verdict } from '../detect/index.js';
import {
  createStyle,
  formatCount,
  formatCsvLine,
  formatJsonLine,
  visibleText,
  wantsColor,
} from '../report/index.js';
import type { ScanCounts } from '../scan/index.js';
import { noteOf } from './predict-output.js';
import { VERDICT_COLUMNS } from './verdict-columns.js';

/** How results are printed while they come. */
export type ScanFormat = 'text' | 'json' | 'jsonl' | 'csv';

/** Prints results one by one, so that memory does not hold them. */
export interface ScanPrinter {
  head: string;
  line(result: Verdict | PredictFailure): string;
  tail: string;
}

/** A printer; `csv` keeps a spreadsheet from running names as formulas, for names come from strangers. */
export function createScanPrinter(format: ScanFormat): ScanPrinter {
  if (format === 'jsonl') return { head: '', line: formatJsonLine, tail: '' };
  if (format === 'json') {
    let between = '';
    return {
      head: '[',
      line: (result) => {
        const text = `${between}\n${JSON.stringify(result)}`;
        between = ',';
        return text;
      },
      tail: '\n]\n',
    };
  }
  if (format === 'csv') {
    return {
      head: formatCsvLine(VERDICT_COLUMNS.map(({ header }) => header)),
      line: (result) =>
        formatCsvLine(
          VERDICT_COLUMNS.map(({ value }) => value(result)),
          { formulaSafe: true },
        ),
      tail: '',
    };
  }
  return { head: '', line: textLine(wantsColor(process.stdout)), tail: '' };
}

function textLine(color: boolean): (result: Verdict | PredictFailure) => string {
  const { red, green, yellow, dim } = createStyle(color);
  const paint = { fake: red, real: green, inconclusive: yellow };
  return (result) => {
    const [name, probability] =
      'error' in result
        ? [dim('error'.padEnd(12)), '     ']
        : [paint[result.verdict](result.verdict.padEnd(12)), result.probability.toFixed(3)];
    const note = visibleText(noteOf(result));
    return `${name}  ${probability}  ${visibleText(result.file)}${note === '' ? '' : dim(`  ${note}`)}\n`;
  };
}

/** A scan's counts in a sentence. */
export function formatScanCounts({
  fake,
  real,
  inconclusive,
  failed,
  passedOver,
  known,
}: ScanCounts): string {
  const judged = fake + real + inconclusive;
  const rest = [
    ...(failed > 0 ? [`${formatCount(failed)} could not be judged`] : []),
    ...(passedOver > 0
      ? [`${passedOver === 1 ? '1 entry' : `${formatCount(passedOver)} entries`} passed over`]
      : []),
    ...(known > 0 ? [`${formatCount(known)} known from before`] : []),
  ];
  const verdicts = `${formatCount(fake)} fake, ${formatCount(real)} real, ${formatCount(inconclusive)} inconclusive`;
  return `${judged === 1 ? '1 picture' : `${formatCount(judged)} pictures`}: ${verdicts}${rest.map((text) => `; ${text}`).join('')}\n`;
}
