import { AssayError } from '../../errors.js';

/** What a literal can hold: the same values as JSON. */
export type LiteralValue =
  null | boolean | number | string | LiteralValue[] | { [key: string]: LiteralValue };

const MAX_DEPTH = 64;
const IDENTIFIER = /[A-Za-z_$][\w$]*/y;
const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y;

/**
 * Reads the JavaScript literal that begins at `start` of a minified script, without running the script:
 * JSON plus bare keys, single quotes, numbers like `.5`, and `!0`/`!1` for true/false.
 * Anything else (a call, a name, a template) is refused with E_BACKBONE_SOURCE.
 */
export function parseJsLiteral(text: string, start = 0): LiteralValue {
  let at = start;

  const fail = (expected: string): never => {
    const found = JSON.stringify(text.slice(at, at + 24));
    throw new AssayError('E_BACKBONE_SOURCE', `Found ${found} at character ${at}, expected ${expected}.`);
  };
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const skipSpace = (): void => {
    take(/\s*/y);
  };
  const takeString = (): string | undefined => {
    const raw = take(STRING);
    if (raw === undefined) return undefined;
    const inner = raw.slice(1, -1);
    if (!inner.includes('\\')) return inner;
    return JSON.parse(`"${inner.replace(/\\'/g, "'").replace(/(?<!\\)"/g, '\\"')}"`) as string;
  };

  const list = (close: string, item: () => void): void => {
    at += 1;
    skipSpace();
    while (text[at] !== close) {
      item();
      skipSpace();
      if (text[at] === ',') at += 1;
      else if (text[at] !== close) fail(`"," or "${close}"`);
      skipSpace();
    }
    at += 1;
  };

  const value = (depth: number): LiteralValue => {
    if (depth > MAX_DEPTH) fail(`at most ${MAX_DEPTH} levels`);
    skipSpace();
    const first = text[at];
    if (first === '{') {
      const entries: [string, LiteralValue][] = [];
      list('}', () => {
        const key = takeString() ?? take(IDENTIFIER) ?? take(NUMBER) ?? fail('a key');
        skipSpace();
        if (text[at] !== ':') fail('":"');
        at += 1;
        entries.push([key, value(depth + 1)]);
      });
      return Object.fromEntries(entries);
    }
    if (first === '[') {
      const items: LiteralValue[] = [];
      list(']', () => items.push(value(depth + 1)));
      return items;
    }
    const string = takeString();
    if (string !== undefined) return string;
    const number = take(NUMBER);
    if (number !== undefined) return Number(number);
    const word = take(/!0|!1|true|false|null/y);
    if (word === undefined) return fail('a literal');
    return word === 'null' ? null : word === '!0' || word === 'true';
  };
  return value(0);
}

/** The literal assigned to `module.exports` in a browserified, minified script. */
export function parseExportedLiteral(script: string): LiteralValue {
  const found = /\bexports=(?=[{["'])/.exec(script);
  if (!found) {
    throw new AssayError(
      'E_BACKBONE_SOURCE',
      'Found a script that assigns no literal to its exports, expected the form nsfwjs 4.3.0 ships. Install that version.',
    );
  }
  return parseJsLiteral(script, found.index + found[0].length);
}
