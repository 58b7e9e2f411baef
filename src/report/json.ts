/**
 * A result object as indented JSON with a last line feed. Numbers that JSON cannot hold (NaN, ±infinity)
 * become null, as `JSON.stringify` has it.
 */
export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** One JSON value a line (JSON Lines, UTF-8): for results that come one by one. */
export function formatJsonLines(values: Iterable<unknown>): string {
  let text = '';
  for (const value of values) text += formatJsonLine(value);
  return text;
}

/** One line of JSON Lines. */
export function formatJsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
