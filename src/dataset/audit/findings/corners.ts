import type { Label } from '../../../labels.js';
import type { AuditFinding, CornerMark } from '../types.js';
import { count, percent } from './text.js';

/** A mark in less than this share of its class only notes: little of a score can come from it. */
const WARNS_FROM = 0.01;
/** Marks told one by one. */
const TOLD = 3;
/** Examples in all. */
const SHOWN = 6;

/** The finding on marks that stay put in a corner, the most frequent first. */
export function cornerFinding(
  marks: readonly CornerMark[],
  byLabel: Record<Label, number>,
): AuditFinding | null {
  const strongest = marks[0];
  if (strongest === undefined) return null;
  const { carriers, otherCarriers, auc } = strongest;
  const told = marks.slice(0, TOLD).map((mark) => describe(mark, byLabel));
  const more = marks.length - told.length;
  const perMark = Math.ceil(SHOWN / told.length);
  return {
    id: 'corner-mark',
    grade: marks.some((mark) => shareOfClass(mark, byLabel) >= WARNS_FROM) ? 'warns' : 'notes',
    title: `The same mark stands in the ${told.join('; another in the ')}${more > 0 ? `; and ${count(more, 'more mark')} of this kind` : ''}.`,
    numbers: { carriers, otherCarriers, auc: auc.value ?? 0, marks: marks.length },
    examples: marks.slice(0, TOLD).flatMap(({ examples }) => examples.slice(0, perMark)),
    whatToDo: 'Crop the corners off both classes, or leave these files out: a detector learns the mark.',
  };
}

function describe(mark: CornerMark, byLabel: Record<Label, number>): string {
  const { corner, label, carriers, otherCarriers, within } = mark;
  const own = count(carriers, label);
  const share = percent(shareOfClass(mark, byLabel));
  const other = `${otherCarriers} of the other class`;
  const source = mark.sources[0];
  if (within !== undefined && source !== undefined) {
    return `${corner} corner of ${carriers} of the ${count(source.count, 'file')} from ${within} (${share} of all ${label}s) and of ${other}`;
  }
  const of =
    source === undefined
      ? ''
      : `, most of them from ${source.source} (${source.carriers} of ${source.count})`;
  return `${corner} corner of ${own} (${share}) and of ${other}${of}`;
}

function shareOfClass({ label, carriers }: CornerMark, byLabel: Record<Label, number>): number {
  return carriers / byLabel[label];
}
