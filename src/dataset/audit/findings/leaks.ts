import type { Label } from '../../../labels.js';
import type { Sample } from '../../sample.js';
import { FACTS, type FactFamily, type FactValue } from '../facts/names.js';
import type { FactResult } from '../facts/report.js';
import { AUDIT_THRESHOLDS } from '../thresholds.js';
import type { AuditFinding, FactReport, FactSummary, FindingId, Grade, HeaderFloor } from '../types.js';
import { percent, pick, withInterval } from './text.js';

interface FamilyText {
  id: FindingId;
  /** What differs, to fill "<what> tells fake from real". */
  what: string;
  whatToDo: string;
}

const EQUALISE =
  'Train and evaluate with --equalise, which gives both classes the same random re-encoding and rescaling';

const FAMILIES: Record<FactFamily, FamilyText> = {
  format: {
    id: 'leak-format',
    what: 'The file format',
    whatToDo: `Save both classes in one format with the same settings. ${EQUALISE}; better still, collect both classes through one pipeline.`,
  },
  geometry: {
    id: 'leak-geometry',
    what: 'The size or shape',
    whatToDo: `Crop both classes to one shape before resizing (--crop), and draw their sizes from one range. ${EQUALISE}.`,
  },
  compression: {
    id: 'leak-compression',
    what: 'The JPEG compression',
    whatToDo: `The trace of a quantisation table survives decoding, and one more save does not hide it. ${EQUALISE}, and print the header floor beside every score.`,
  },
  colour: {
    id: 'leak-colour',
    what: 'How colours are stored',
    whatToDo:
      'Convert both classes to 8-bit sRGB without transparency and without a colour profile, by one program.',
  },
  metadata: {
    id: 'leak-metadata',
    what: 'The metadata',
    whatToDo:
      'No network sees metadata, but it shows that the classes went through different hands: look for the differences in the pixels that this brings (the other findings), and keep metadata out of any detector.',
  },
  'file-size': {
    id: 'leak-file-size',
    what: 'The file size',
    whatToDo:
      'At equal format and quality this measures how busy the pictures are: make sure that both classes show the same kinds of subject. Where format or quality differ, mend those first.',
  },
  brightness: {
    id: 'leak-brightness',
    what: 'Brightness or contrast',
    whatToDo:
      'Look at the examples: if the classes were lit or processed differently, a detector learns that. Augment brightness and contrast, or collect matching pictures.',
  },
  sharpness: {
    id: 'leak-sharpness',
    what: 'Sharpness',
    whatToDo: `Either a true trace of the generator or a difference in scaling. ${EQUALISE}, and see whether the scores hold on the degradation tiers.`,
  },
  border: {
    id: 'leak-border',
    what: 'A border of one colour',
    whatToDo: 'Trim the borders or crop both classes inside them.',
  },
};

/** One finding for each family with a fact that separates the classes, told by its strongest fact. */
export function leakFindings(
  results: readonly FactResult[],
  samples: readonly Sample[],
  valuesOf: (fact: FactReport) => readonly FactValue[],
): AuditFinding[] {
  const findings: AuditFinding[] = [];
  for (const family of Object.keys(FAMILIES) as FactFamily[]) {
    const graded = results.flatMap((result) => {
      if (FACTS[result.report.name].family !== family) return [];
      const grade = gradeFact(result);
      return grade === null ? [] : [{ ...result, grade }];
    });
    const worst = graded.sort(
      (a, b) => GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade) || b.strictLow! - a.strictLow!,
    )[0];
    if (worst === undefined) continue;
    const others = graded.slice(1).map(({ report }) => report.name);
    findings.push(describe(worst.report, worst.grade, others, samples, valuesOf(worst.report)));
  }
  return findings;
}

const GRADES: readonly Grade[] = ['blocks', 'warns', 'notes'];

function gradeFact({ report, strictLow }: FactResult): Grade | null {
  if (strictLow === null) return null;
  const { family, traces } = FACTS[report.name];
  const t = AUDIT_THRESHOLDS;
  if (traces) return gradeBy(strictLow, 'blocks', t.traceBlocks, t.traceNotes);
  switch (family) {
    case 'file-size':
    case 'brightness':
    case 'sharpness':
      return gradeBy(strictLow, 'warns', t.contentWarns, t.contentNotes);
    case 'border':
      return gradeBy(strictLow, 'warns', t.borderWarns, t.borderNotes);
    default:
      return gradeBy(strictLow, 'warns', t.metadataWarns, t.metadataNotes);
  }
}

function gradeBy(low: number, grade: Grade, from: number, notesFrom: number): Grade | null {
  return low >= from ? grade : low >= notesFrom ? 'notes' : null;
}

function describe(
  report: FactReport,
  grade: Grade,
  others: readonly string[],
  samples: readonly Sample[],
  values: readonly FactValue[],
): AuditFinding {
  const { id, what, whatToDo } = FAMILIES[FACTS[report.name].family];
  const { auc } = report.separation!;
  const seen = `fake ${summaryText(report.byLabel.fake)}; real ${summaryText(report.byLabel.real)}`;
  return {
    id,
    grade,
    title: `${what} tells fake from real: ${FACTS[report.name].title} alone has an AUC of ${withInterval(auc)} (${seen}).`,
    numbers: {
      fact: report.name,
      auc: auc.value!,
      aucLow: auc.low!,
      aucHigh: auc.high!,
      ...(others.length > 0 ? { alsoSeparating: others.join(', ') } : {}),
    },
    examples: typicalExamples(report, samples, values),
    whatToDo,
  };
}

function summaryText(summary: FactSummary): string {
  const { quantiles, values, count, missing } = summary;
  if (quantiles !== undefined && values === undefined) return `median ${shortNumber(quantiles.median)}`;
  const first = values?.[0];
  return first === undefined
    ? 'none'
    : `${String(first.value)} in ${percent(first.count / (count - missing))}`;
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Pairs of one fake and one real whose values are the most typical of the difference. */
function typicalExamples(
  report: FactReport,
  samples: readonly Sample[],
  values: readonly FactValue[],
): string[] {
  const rowsOf = (label: Label): number[] =>
    [...samples.keys()].filter((row) => samples[row]!.label === label && values[row] !== null);
  const chosen = (label: Label): number[] => {
    const rows = rowsOf(label);
    if (report.kind === 'number') {
      const isHigh = report.separation!.higherIs === label;
      return rows.sort((a, b) => (Number(values[b]) - Number(values[a])) * (isHigh ? 1 : -1) || a - b);
    }
    // The value that speaks most for the class: the largest difference in how frequent it is.
    const share = (value: FactValue, of: FactSummary): number =>
      (of.values?.find((entry) => entry.value === value)?.count ?? 0) / Math.max(1, of.count);
    const other = label === 'fake' ? report.byLabel.real : report.byLabel.fake;
    const own = report.byLabel[label];
    const telling = [...(own.values ?? [])].sort(
      (a, b) => share(b.value, own) - share(b.value, other) - share(a.value, own) + share(a.value, other),
    )[0]?.value;
    return rows.filter((row) => values[row] === telling);
  };
  const fakes = pick(chosen('fake').slice(0, 50), 3);
  const reals = pick(chosen('real').slice(0, 50), 3);
  return [0, 1, 2]
    .flatMap((k) => [fakes[k], reals[k]])
    .flatMap((row) => (row === undefined ? [] : [samples[row]!.id]));
}

/** The finding on the classifier that sees nothing but what leaves traces in the pixels. */
export function floorFinding(
  traceFloor: HeaderFloor | null,
  samples: readonly Sample[],
  ruleRows: readonly number[],
): AuditFinding | null {
  const low = traceFloor?.balancedAccuracy.low;
  if (traceFloor === null || low === null || low === undefined || low < AUDIT_THRESHOLDS.floorBlocks)
    return null;
  const { accuracy, balancedAccuracy, auc, majority, rule } = traceFloor;
  const ruleText =
    rule === null
      ? ''
      : ` The rule "${rule.text}" alone is right for ${percent(rule.accuracy.value!)}, finds ${percent(rule.recall)} of the fakes and calls ${rule.falsePositives} of the reals fake.`;
  return {
    id: 'header-leak',
    grade: 'blocks',
    title: `A classifier that sees only format, size and compression, and no pixel, is right for ${percent(accuracy.value!)} of the files (always guessing the larger class: ${percent(majority)}).${ruleText}`,
    numbers: {
      accuracy: accuracy.value!,
      balancedAccuracy: balancedAccuracy.value!,
      balancedAccuracyLow: low,
      auc: auc.value!,
      majority,
      ...(rule === null
        ? {}
        : {
            rule: rule.text,
            ruleAccuracy: rule.accuracy.value!,
            ruleRecall: rule.recall,
            ruleFalsePositives: rule.falsePositives,
          }),
    },
    examples: pick(ruleRows, 6).map((row) => samples[row]!.id),
    whatToDo: `A detector trained on this can score that much without having learnt anything of pictures. Mend the differences listed below at the source, or ${EQUALISE.charAt(0).toLowerCase()}${EQUALISE.slice(1)}; and read every score against this floor.`,
  };
}
