import { graphemes } from '../text.js';
import { textWidth } from '../terminal/width.js';

/**
 * About how wide a text is at a font size, in the same units: enough to lay out legends and margins without
 * a font at hand; most faces come within a tenth of it.
 */
export function estimateWidth(text: string, fontSize: number): number {
  const ems = graphemes(text).reduce((sum, character) => {
    if (textWidth(character) === 2) return sum + 1.1;
    if (/[ijlI.,:;'|!]/.test(character)) return sum + 0.32;
    if (/[\s\-()[\]ftr/]/.test(character)) return sum + 0.42;
    if (/[mwMW@%]/.test(character)) return sum + 0.92;
    return sum + (/\p{Lu}/u.test(character) ? 0.7 : 0.58);
  }, 0);
  return ems * fontSize;
}
