import type { AuditFinding, AuditReport, Grade } from '../../dataset/audit/types.js';
import { formatCount, leftOut } from '../format.js';
import { visibleText } from '../text.js';
import { createStyle } from './ansi.js';
import { formatFloor } from './floor-text.js';

const WORDS: Record<Grade, string> = { blocks: 'Blocks', warns: 'Warning', notes: 'Note' };

const MOST_EXAMPLES = 3;

/** An audit for a terminal: findings worst first with what to do and some files to look at, then the floor. */
export function formatAudit(
  { data, findings, floor, unreadable }: AuditReport,
  { color = false }: { color?: boolean } = {},
): string {
  const { bold, dim, red, yellow, cyan } = createStyle(color);
  const paint: Record<Grade, (text: string) => string> = { blocks: red, warns: yellow, notes: cyan };
  const tell = ({ grade, title, whatToDo, examples }: AuditFinding): string => {
    const shown = examples.slice(0, MOST_EXAMPLES).map(visibleText).join(', ');
    const more = examples.length > MOST_EXAMPLES ? `, and ${examples.length - MOST_EXAMPLES} more` : '';
    return [
      `${bold(paint[grade](`${WORDS[grade]}:`))} ${visibleText(title)}`,
      `  ${visibleText(whatToDo)}`,
      ...(shown === '' ? [] : [dim(`  See ${shown}${more}`)]),
      '',
    ].join('\n');
  };
  const { fake, real } = data.byLabel;
  const accuracy = floor?.accuracy;
  return [
    `${bold(visibleText(data.name))}: ${formatCount(data.count)} pictures, ${formatCount(fake)} fake and ${formatCount(real)} real`,
    '',
    ...(findings.length === 0
      ? ['Nothing was found that would let a classifier cheat or a split leak.', '']
      : findings.map(tell)),
    ...(accuracy ? [formatFloor({ accuracy })] : []),
    ...(unreadable.length > 0 ? [leftOut(unreadable.length)] : []),
    count(findings),
    '',
  ].join('\n');
}

function count(findings: readonly AuditFinding[]): string {
  const of = (grade: Grade): number => findings.filter((finding) => finding.grade === grade).length;
  const some = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
  return `Findings: ${of('blocks')} blocking, ${some(of('warns'), 'warning')}, ${some(of('notes'), 'note')}.`;
}
