import { textWidth } from './width.js';

/**
 * Breaks a line at blanks so that none is wider than `width` columns; all but the first are indented by `indent`. A
 * word wider than a line stays whole. Leading blanks of the first line are kept.
 */
export function wrapText(text: string, width: number, indent: number): string[] {
  const lead = /^ */.exec(text)![0];
  const lines: string[] = [];
  let line = lead;
  for (const word of text.slice(lead.length).split(/ (?=\S)/)) {
    const fresh = line.trim() === '';
    const next = fresh ? line + word : `${line} ${word}`;
    if (!fresh && textWidth(next) > width) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else {
      line = next;
    }
  }
  return [...lines, line];
}
