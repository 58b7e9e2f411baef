import type { Label } from '../../../labels.js';
import type { Sample, SkippedFile } from '../../sample.js';
import type { FoundDuplicates } from '../duplicates/find.js';
import type { FactName, FactValue } from '../facts/names.js';
import type { FactResult } from '../facts/report.js';
import type { NameFindings } from '../names/names.js';
import { FINDING_IDS } from '../types.js';
import type { AuditFinding, CornerMark, Grade, HeaderFloor, SourceCount } from '../types.js';
import { cornerFinding } from './corners.js';
import {
  brokenGroupsFinding,
  countFindings,
  foldersFinding,
  namesFinding,
  unreadableFinding,
} from './data.js';
import { duplicateFindings } from './duplicates.js';
import { floorFinding, leakFindings } from './leaks.js';
import { pick } from './text.js';
import { rowsOfRule } from '../statistics/rule.js';

/** Everything findings are made from. */
export interface Evidence {
  samples: readonly Sample[];
  byLabel: Record<Label, number>;
  bySource: readonly SourceCount[];
  facts: readonly FactResult[];
  valuesOf: (name: FactName) => readonly FactValue[];
  traceFloor: HeaderFloor | null;
  duplicates: FoundDuplicates;
  brokenGroups: readonly (readonly string[])[];
  names: NameFindings;
  cornerMarks: readonly CornerMark[];
  unreadable: readonly SkippedFile[];
}

const GRADES: readonly Grade[] = ['blocks', 'warns', 'notes'];

/** All findings, worst first, in the order of FINDING_IDS within a grade. */
export function collectFindings(evidence: Evidence): AuditFinding[] {
  const { samples, byLabel, bySource, facts, valuesOf, traceFloor, duplicates, names } = evidence;
  const rule = traceFloor?.rule ?? null;
  const ruleRows = rule === null ? [] : rowsOfRule(rule, valuesOf(rule.fact));
  const everyId = samples.map(({ id }) => id);
  const findings = [
    ...countFindings(byLabel, bySource),
    floorFinding(traceFloor, samples, ruleRows),
    ...leakFindings(facts, samples, ({ name }) => valuesOf(name)),
    ...duplicateFindings(duplicates.report, duplicates.pairs, samples.length),
    brokenGroupsFinding(evidence.brokenGroups),
    namesFinding(names, pick(everyId, 6)),
    cornerFinding(evidence.cornerMarks, byLabel),
    foldersFinding(samples),
    unreadableFinding(evidence.unreadable),
  ].filter((finding) => finding !== null);
  return findings.sort(
    (a, b) =>
      GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade) ||
      FINDING_IDS.indexOf(a.id) - FINDING_IDS.indexOf(b.id),
  );
}
