import stringWidth from 'string-width';
import { graphemes } from '../text.js';

/** Columns that a text takes in a terminal: wide (CJK, emoji) characters take two, ANSI codes none. */
export function textWidth(text: string): number {
  return stringWidth(text);
}

/** Cuts a text to at most `width` columns by leaving out its middle; no character is cut in two. */
export function fitWidth(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (width < 1) return '';
  const parts = graphemes(text);
  const head = takeWidth(parts, Math.ceil((width - 1) / 2));
  const tail = takeWidth(parts.slice(head.length).reverse(), width - 1 - textWidth(head.join(''))).reverse();
  return `${head.join('')}…${tail.join('')}`;
}

/** Pads a text with spaces to `width` columns. */
export function padWidth(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'left' ? text + space : space + text;
}

function takeWidth(parts: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const part of parts) {
    used += textWidth(part);
    if (used > width) break;
    taken.push(part);
  }
  return taken;
}
