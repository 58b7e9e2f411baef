/** Wraps text in terminal colours, or leaves it as it is. */
export interface TerminalStyle {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

/** The styles, as ANSI codes when `color` is true and as nothing when it is not. */
export function createStyle(color: boolean): TerminalStyle {
  const style =
    (on: number, off: number) =>
    (text: string): string =>
      color && text !== '' ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    cyan: style(36, 39),
  };
}

/**
 * True when a stream should get colours: it is a terminal, `NO_COLOR` is unset or empty (no-color.org) and
 * `TERM` is not `dumb`. `FORCE_COLOR` other than `0` turns them on anywhere.
 */
export function wantsColor(
  stream: { isTTY?: boolean | undefined },
  env: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return env.FORCE_COLOR !== '0';
  return stream.isTTY === true && env.TERM !== 'dumb';
}
