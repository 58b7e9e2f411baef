import type { SkippedFile } from '../dataset/sample.js';
import { visibleText } from '../report/index.js';

/** How many are named; the count tells of the rest. */
const NAMED = 10;

/** Lines that say which files were left out and why: the first ten, then how many more. Empty for none. */
export function formatLeftOut(skipped: readonly SkippedFile[]): string {
  const lines = skipped
    .slice(0, NAMED)
    .map(({ id, code, message }) => `Left out ${visibleText(id)}: ${code} ${visibleText(message)}\n`);
  const more = skipped.length - lines.length;
  return lines.join('') + (more > 0 ? `Left out ${more} more.\n` : '');
}
