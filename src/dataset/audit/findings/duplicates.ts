import { AUDIT_THRESHOLDS } from '../thresholds.js';
import type { AuditFinding, DuplicatePair, DuplicateReport } from '../types.js';
import { count, percent } from './text.js';

/** Pairs shown as examples. */
const SHOWN = 6;

/** Findings on exact and near-duplicates. `total` is the number of samples. */
export function duplicateFindings(
  report: DuplicateReport,
  pairs: readonly DuplicatePair[],
  total: number,
): AuditFinding[] {
  const isExact = ({ kind }: DuplicatePair): boolean => kind === 'same-bytes' || kind === 'same-pixels';
  const exact = pairs.filter(isExact);
  const near = pairs.filter((pair) => !isExact(pair));
  const redundantShare = report.redundant / Math.max(1, total);
  const size = redundantShare >= AUDIT_THRESHOLDS.redundantWarns ? 'warns' : 'notes';
  const findings: AuditFinding[] = [];
  const add = (
    found: readonly DuplicatePair[],
    finding: Omit<AuditFinding, 'examples' | 'numbers'> & { numbers?: AuditFinding['numbers'] },
  ): void => {
    if (found.length === 0) return;
    const examples = found.slice(0, SHOWN).flatMap(({ a, b }) => [a, b]);
    findings.push({ ...finding, numbers: { pairs: found.length, ...finding.numbers }, examples });
  };

  const contradictory = exact.filter(({ crossLabel }) => crossLabel);
  add(contradictory, {
    id: 'contradictory-labels',
    grade: 'blocks',
    title: `${count(contradictory.length, 'picture carries', 'pictures carry')} both labels: the same pixels stand under fake and under real.`,
    whatToDo: 'One of the two labels is wrong: remove one file of each pair, or both.',
  });
  const across = pairs.filter(({ parts }) => parts !== undefined);
  add(across, {
    id: 'duplicates-across-splits',
    grade: 'blocks',
    title: `${count(across.length, 'pair of the same picture lies', 'pairs of the same picture lie')} in different parts of the split (${count(across.filter(isExact).length, 'exact copy', 'exact copies')}, ${count(across.filter((pair) => !isExact(pair)).length, 'near-duplicate')}).`,
    whatToDo:
      'A score on such a split rewards memory. Split anew with near-duplicates grouped (the default of train and cv), or move both of each pair into one part.',
  });
  const copies = exact.filter(({ crossLabel }) => !crossLabel);
  add(copies, {
    id: 'exact-duplicates',
    grade: size,
    title: `${count(copies.length, 'file repeats', 'files repeat')} another file's pixels exactly, under the same label.`,
    numbers: { redundant: report.redundant, redundantShare },
    whatToDo: 'Remove the copies; until then they stay together in every split.',
  });
  const within = near.filter(({ crossLabel }) => !crossLabel);
  add(within, {
    id: 'near-duplicates',
    grade: size,
    title: `${count(within.length, 'pair')} of near-duplicates within a class; all but one of each cluster make up ${percent(redundantShare)} of the data set.`,
    numbers: {
      redundant: report.redundant,
      redundantShare,
      turned: within.filter(({ kind }) => kind === 'near-turned').length,
      crops: within.filter(({ kind }) => kind === 'crop').length,
    },
    whatToDo:
      'They stay together in every split that Assay makes. Where they are many, count groups, not files, when judging how large the data set is.',
  });
  const crossing = near.filter(({ crossLabel }) => crossLabel);
  add(crossing, {
    id: 'near-duplicates-across-classes',
    grade: 'warns',
    title: `${count(crossing.length, 'pair of a fake and a real shows', 'pairs of a fake and a real show')} the same picture.`,
    numbers: {
      turned: crossing.filter(({ kind }) => kind === 'near-turned').length,
      crops: crossing.filter(({ kind }) => kind === 'crop').length,
    },
    whatToDo:
      'If the fakes were made from these reals this is as it should be: Assay keeps each pair on one side of every split. If not, a label is wrong.',
  });
  return findings;
}
