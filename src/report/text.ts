const NAMED: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Makes every character of untrusted text (file names, metadata) visible and harmless in a terminal, in XML
 * and in HTML: control characters (so also ANSI escapes), line separators, bidirectional overrides,
 * zero-width marks and lone surrogates become escapes such as `\n`, `\x1b` and `\u202e`. Joiners
 * stay, for emoji and Indic and Persian names are made with them.
 */
export function visibleText(text: string): string {
  return text.replace(
    /\p{Cc}|\p{Zl}|\p{Zp}|\p{Cs}|\p{Bidi_Control}|[\u200b\u2060\ufeff\ufff9-\ufffb\ufffe\uffff]/gu,
    escapeCharacter,
  );
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  return (
    NAMED[character] ??
    (code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`)
  );
}

/** The user-perceived characters of a text (an emoji with its modifiers is one). */
export function graphemes(text: string): string[] {
  return Array.from(new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text), (s) => s.segment);
}

/** Cuts a text to at most `length` user-perceived characters by leaving out its middle: names differ at both ends. */
export function shorten(text: string, length: number): string {
  const parts = graphemes(text);
  if (parts.length <= length) return text;
  const head = Math.ceil((length - 1) / 2);
  const tail = length - 1 - head;
  return `${parts.slice(0, head).join('')}…${parts.slice(parts.length - tail).join('')}`;
}
