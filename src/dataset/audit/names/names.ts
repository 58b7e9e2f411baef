import type { Random } from '../../../random.js';
import { clusteredAuc } from '../statistics/auc.js';
import { encodeOneHot } from '../statistics/one-hot.js';
import { countCases, type Cases } from '../statistics/cases.js';
import { crossValidate } from '../statistics/cross-validate.js';
import type { OneHot } from '../statistics/logistic.js';
import type { NameReport } from '../types.js';

/** Most tokens a name classifier uses, the most frequent ones; rarer ones tell too little of a data set. */
const MAX_TOKENS = 200;
/** Tokens shown. */
const MAX_SHOWN = 8;

/** What a name classifier finds, with the strict lower bound of its AUC beside the report. */
export interface NameFindings {
  report: NameReport;
  strictLow: number | null;
}

/**
 * Whether file names (last part of the id, without extension) tell the label: ridge logistic regression on the
 * words, the lengths of the numbers, the pattern of letters and digits and the range of the last number of each
 * name, cross-validated with groups kept whole.
 */
export function auditNames(
  ids: readonly string[],
  cases: Cases,
  random: Random,
  strictZ: number,
): NameFindings {
  const stems = ids.map(stemOf);
  const { rows, vocabulary } = encodeNames(stems);
  const result = rows.width > 0 ? crossValidate(rows, cases, random) : null;
  const report: NameReport = {
    auc: result?.auc ?? null,
    accuracy: result?.accuracy ?? null,
    tokens: tellingTokens(rows, vocabulary, cases),
  };
  const strictLow = result === null ? null : clusteredAuc(result.logits, cases, strictZ).low;
  return { report, strictLow };
}

/** The file's name in lower case, without folders and extension. */
export function stemOf(id: string): string {
  const name = id.slice(id.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return (dot > 0 ? name.slice(0, dot) : name).toLowerCase();
}

/** Tokens of a stem: its words, the lengths of its numbers, its pattern. */
export function tokensOf(stem: string): string[] {
  const words = stem.match(/\p{L}+/gu) ?? [];
  const numbers = (stem.match(/\p{Nd}+/gu) ?? []).map((digits) => `${digits.length} digits`);
  const pattern = stem.replace(/\p{L}+/gu, 'a').replace(/\p{Nd}+/gu, '9');
  return [...new Set([...words, ...numbers, `pattern ${pattern.slice(0, 40)}`])];
}

function encodeNames(stems: readonly string[]): { rows: OneHot; vocabulary: string[] } {
  const tokens = stems.map(tokensOf);
  const frequency = new Map<string, number>();
  for (const token of tokens.flat()) frequency.set(token, (frequency.get(token) ?? 0) + 1);
  const vocabulary = [...frequency]
    .filter(([, count]) => count >= Math.max(3, stems.length / 500) && count < stems.length)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MAX_TOKENS)
    .map(([token]) => token);
  const numberOf = (stem: string): number | null => {
    const digits = stem.match(/\d+/g)?.at(-1);
    return digits === undefined ? null : Number(digits.slice(0, 15));
  };
  const ranges = encodeOneHot([stems.map(numberOf)]);
  const columnOf = new Map(vocabulary.map((token, k) => [token, k]));
  const starts = new Uint32Array(stems.length + 1);
  const columns: number[] = [];
  tokens.forEach((list, row) => {
    const own = list.flatMap((token) => columnOf.get(token) ?? []).sort((a, b) => a - b);
    columns.push(...own);
    for (let at = ranges.starts[row]!; at < ranges.starts[row + 1]!; at++) {
      columns.push(vocabulary.length + ranges.columns[at]!);
    }
    starts[row + 1] = columns.length;
  });
  const width = vocabulary.length + ranges.width;
  return { rows: { starts, columns: Uint32Array.from(columns), width }, vocabulary };
}

function tellingTokens(rows: OneHot, vocabulary: readonly string[], cases: Cases): NameReport['tokens'] {
  const fake = new Uint32Array(rows.width);
  const real = new Uint32Array(rows.width);
  for (let row = 0; row < cases.isFake.length; row++) {
    const counts = cases.isFake[row] === 1 ? fake : real;
    for (let at = rows.starts[row]!; at < rows.starts[row + 1]!; at++) counts[rows.columns[at]!]!++;
  }
  const total = countCases(cases);
  return vocabulary
    .map((token, k) => {
      const difference = fake[k]! / Math.max(1, total.fake) - real[k]! / Math.max(1, total.real);
      return { token, means: difference > 0 ? ('fake' as const) : ('real' as const), k, difference };
    })
    .filter(({ difference }) => Math.abs(difference) >= 0.05)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
    .slice(0, MAX_SHOWN)
    .map(({ token, means, k }) => ({ token, means, fake: fake[k]!, real: real[k]! }));
}
