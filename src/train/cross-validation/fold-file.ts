import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileWhole } from '../../files.js';
import type { Label } from '../../labels.js';
import { formatJson } from '../../report/json.js';
import type { EpochRecord } from '../history.js';
import type { PlannedFold } from './plan.js';

/** A finished run of a cross-validation: what it was trained and judged on, and what it said. Plain JSON. */
export interface FoldRecord {
  /** Both counted from 1. */
  repeat: number;
  fold: number;
  name: string;
  /** How the split was made, in words. */
  method: string;
  counts: { train: Record<Label, number>; judged: Record<Label, number> };
  /** Epoch (from 0) whose weights were judged; -1: none was trained. */
  epoch: number;
  /** The epochs, without what the clock said, so that the same run gives the same bytes. */
  history: Omit<EpochRecord, 'seconds' | 'waited'>[];
  /** Log-odds of fake of every judged sample. */
  scores: { id: string; logit: number }[];
}

/** Writes a finished run whole: from then on a resumed cross-validation passes it over. Throws E_FILE_WRITE. */
export function writeFold(folder: string, record: FoldRecord): Promise<void> {
  return writeFileWhole(pathOf(folder, record), formatJson(record));
}

/** The finished run of a fold, or null where it is not there, is damaged, or judged other samples. */
export async function readFold(folder: string, planned: PlannedFold): Promise<FoldRecord | null> {
  try {
    const record = JSON.parse(await readFile(pathOf(folder, planned), 'utf8')) as FoldRecord;
    const isWhole =
      record.name === planned.name &&
      record.scores.length === planned.judged.length &&
      record.scores.every(({ id, logit }, i) => id === planned.judged[i]!.id && Number.isFinite(logit));
    return isWhole ? record : null;
  } catch {
    return null; // It is run again: the same fold gives the same bytes.
  }
}

function pathOf(folder: string, { repeat, fold }: Pick<FoldRecord, 'repeat' | 'fold'>): string {
  return join(folder, 'folds', `repeat-${repeat}-fold-${fold}.json`);
}
