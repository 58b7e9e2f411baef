import { visibleText } from '../text.js';

/** Markup that is safe to put into a page as it is. Made by `html` only, or by `trusted` from our own output. */
export interface Html {
  readonly markup: string;
}

/** What may stand in an `html` template: text is escaped, markup goes in as it is, nothing is left out. */
export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

/**
 * Template tag that escapes everything put in, for content and double-quoted attributes alike; control
 * characters and direction overrides are made visible. Arrays are joined; null, undefined and false are empty.
 */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return { markup: strings.reduce((text, part, i) => text + toMarkup(values[i - 1]) + part) };
}

/** Declares a text to be markup: only for what this room made itself (SVG, style sheets, base64). */
export function trusted(markup: string): Html {
  return { markup };
}

/** Escapes text for HTML content and double-quoted attributes. */
export function escapeHtml(text: string): string {
  return visibleText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function toMarkup(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  return value.map(toMarkup).join('');
}
