import { columnIndex, readCsv } from '../dataset/csv.js';
import { AssayError } from '../errors.js';
import type { ScoredSample } from '../evaluate/index.js';
import { quoteName } from '../files.js';

/**
 * Reads scores back that `assay evaluate --out` wrote (`scores.csv`), or any CSV with the columns `id`, `label`,
 * `logit` and `probability` (of fake); `group` and `source` may be there.
 * Throws E_DATASET_NOT_FOUND, E_FILE_READ, E_CSV_PARSE, E_CSV_COLUMN, E_CSV_LABEL, E_SCORES.
 */
export async function readScores(path: string): Promise<ScoredSample[]> {
  const { header, rows } = await readCsv(path);
  const [id, label, logit, probability] = ['id', 'label', 'logit', 'probability'].map((name) =>
    columnIndex(header, name, path),
  ) as [number, number, number, number];
  const [group, source] = ['group', 'source'].map((name) => header.indexOf(name)) as [number, number];
  return rows.map(({ line, cells }) => {
    const where = `Line ${line} of ${quoteName(path)}`;
    const truth = cells[label];
    if (truth !== 'fake' && truth !== 'real') {
      throw new AssayError(
        'E_CSV_LABEL',
        `${where} has the label ${quoteName(truth ?? '')}; real or fake was expected.`,
      );
    }
    const figure = (column: number, name: string, low: number, high: number): number => {
      const text = cells[column] ?? '';
      const value = Number(text);
      if (text.trim() !== '' && value >= low && value <= high) return value;
      throw new AssayError(
        'E_SCORES',
        `${where} has the ${name} ${quoteName(text)}. Score the pictures again.`,
      );
    };
    const known = (column: number): string | undefined =>
      (column < 0 ? undefined : cells[column]) || undefined;
    const [ofGroup, ofSource] = [known(group), known(source)];
    return {
      id: cells[id]!,
      label: truth,
      logit: figure(logit, 'logit', -Number.MAX_VALUE, Number.MAX_VALUE),
      probability: figure(probability, 'probability', 0, 1),
      ...(ofSource === undefined ? {} : { source: ofSource }),
      ...(ofGroup === undefined ? {} : { group: ofGroup }),
    };
  });
}
