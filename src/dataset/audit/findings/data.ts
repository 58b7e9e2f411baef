import { LABELS, type Label } from '../../../labels.js';
import { placeOf } from '../../layout.js';
import type { Sample, SkippedFile } from '../../sample.js';
import type { NameFindings } from '../names/names.js';
import { AUDIT_THRESHOLDS } from '../thresholds.js';
import type { AuditFinding, SourceCount } from '../types.js';
import { count, withInterval } from './text.js';

/** Findings on how many files there are of what. */
export function countFindings(
  byLabel: Record<Label, number>,
  bySource: readonly SourceCount[],
): AuditFinding[] {
  const findings: AuditFinding[] = [];
  const numbers = { fake: byLabel.fake, real: byLabel.real };
  const absent = LABELS.filter((label) => byLabel[label] === 0);
  if (absent.length > 0) {
    return [
      {
        id: 'one-class',
        grade: 'blocks',
        title: `No readable ${absent.join(' and no ')} picture: nothing can be compared.`,
        numbers,
        examples: [],
        whatToDo: 'Check the folders and the list of unreadable files; both classes are needed.',
      },
    ];
  }
  const smaller = Math.min(byLabel.fake, byLabel.real);
  const ratio = Math.max(byLabel.fake, byLabel.real) / smaller;
  if (smaller < AUDIT_THRESHOLDS.fewSamples) {
    findings.push({
      id: 'few-samples',
      grade: 'warns',
      title: `Only ${count(byLabel.fake, 'fake')} and ${count(byLabel.real, 'real')}: intervals are wide, and what is not found here may still be there.`,
      numbers,
      examples: [],
      whatToDo: `Gather at least ${AUDIT_THRESHOLDS.fewSamples} of each class before trusting any figure, several hundred before comparing detectors.`,
    });
  }
  if (ratio >= AUDIT_THRESHOLDS.imbalanceNotes) {
    findings.push({
      id: 'class-imbalance',
      grade: ratio >= AUDIT_THRESHOLDS.imbalanceWarns ? 'warns' : 'notes',
      title: `The classes are uneven: ${count(byLabel.fake, 'fake')}, ${count(byLabel.real, 'real')} (${ratio.toFixed(1)} to 1).`,
      numbers: { ...numbers, ratio },
      examples: [],
      whatToDo: 'Read balanced accuracy and AUC instead of accuracy, and weight the classes in training.',
    });
  }
  const realSources = bySource.filter(({ label, source }) => label === 'real' && source !== null);
  const isEveryRealNamed = !bySource.some(({ label, source }) => label === 'real' && source === null);
  if (realSources.length === 1 && isEveryRealNamed) {
    findings.push({
      id: 'one-real-source',
      grade: 'notes',
      title: `All reals come from one source (${realSources[0]!.source}).`,
      numbers: { real: byLabel.real },
      examples: [],
      whatToDo:
        'A detector may learn that source instead of photographs at large: add reals of other origin, or try it on some.',
    });
  }
  return findings;
}

/** The finding on labels (of a CSV) that say otherwise than the class folder the file lies in. */
export function foldersFinding(samples: readonly Sample[]): AuditFinding | null {
  const folderOf = ({ id }: Sample): Label | undefined => placeOf(id)?.label;
  const against = samples.filter((sample) => (folderOf(sample) ?? sample.label) !== sample.label);
  if (against.length === 0) return null;
  const agreeing = samples.filter((sample) => folderOf(sample) === sample.label).length;
  const first = against[0]!;
  return {
    id: 'labels-against-folders',
    grade: 'warns',
    title: `${count(against.length, 'label contradicts', 'labels contradict')} the folder that the picture lies in (${first.id} is labelled ${first.label}); ${agreeing} agree.`,
    numbers: { against: against.length, agreeing },
    examples: against.slice(0, 6).map(({ id }) => id),
    whatToDo:
      'The labels given were used. Look at the examples: if the folders are right, mend the CSV; where it was the wrong way round, swap its labels.',
  };
}

/** The finding on files that could not be used; those that are no pictures to begin with are only noted. */
export function unreadableFinding(unreadable: readonly SkippedFile[]): AuditFinding | null {
  if (unreadable.length === 0) return null;
  const codes = new Map<string, number>();
  for (const { code } of unreadable) codes.set(code, (codes.get(code) ?? 0) + 1);
  const list = [...codes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return {
    id: 'unreadable-files',
    grade: list.every(([code]) => code.startsWith('E_DATASET_')) ? 'notes' : 'warns',
    title: `${count(unreadable.length, 'file was', 'files were')} left out: ${list.map(([code, n]) => `${n} × ${code}`).join(', ')}.`,
    numbers: Object.fromEntries([['files', unreadable.length], ...list]),
    examples: unreadable.slice(0, 6).map(({ id }) => id),
    whatToDo: 'Each is listed with its reason: fetch them again or take them out.',
  };
}

/** The finding on groups that the data set brings along and a given split breaks. */
export function brokenGroupsFinding(groups: readonly (readonly string[])[]): AuditFinding | null {
  if (groups.length === 0) return null;
  return {
    id: 'groups-across-splits',
    grade: 'blocks',
    title: `${count(groups.length, "group of the data set's own straddles", "groups of the data set's own straddle")} parts of the split.`,
    numbers: { groups: groups.length },
    examples: groups.slice(0, 3).flatMap((ids) => ids.slice(0, 2)),
    whatToDo: 'Split anew by group (the default of train and cv).',
  };
}

/** The finding on names that give the label away. */
export function namesFinding(
  { report, strictLow }: NameFindings,
  examples: readonly string[],
): AuditFinding | null {
  if (report.auc === null || strictLow === null || strictLow < AUDIT_THRESHOLDS.namesNotes) return null;
  const tokens = report.tokens.slice(0, 4).map(({ token, means }) => `"${token}" ${means}`);
  return {
    id: 'telling-names',
    grade: 'notes',
    title: `File names give the label away: AUC ${withInterval(report.auc)}${tokens.length > 0 ? ` (${tokens.join(', ')})` : ''}.`,
    numbers: { auc: report.auc.value!, accuracy: report.accuracy?.value ?? 0 },
    examples: [...examples],
    whatToDo:
      'Training never sees names. Rename the files before people, or a detector that sees names, judge them blind.',
  };
}
