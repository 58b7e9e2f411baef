import type { Notice } from '../../report/types.js';

/** A finding of the audit by its kind and figures. */
export type Finding = NonNullable<Notice['finding']>;

/** What a finding says in the page's language. */
export interface FindingText {
  title: string;
  whatToDo: string;
}

/** How a language words one kind of finding: the title's sentences, with `{figure}` or `{figure:form}` in them. */
export interface FindingWords {
  /** The first is needed; of the others those are said whose figures are there. */
  title: readonly [string, ...string[]];
  whatToDo: string;
}

/** How a figure is written: as it is, as percent, or with that many decimals. */
type Form = '%' | '1' | '3';

/**
 * A finding in the words of a language; null where these do not know its kind, or it lacks a figure that they name.
 * `names` are words for figures that are names themselves.
 */
export function wordFinding(
  { id, numbers }: Finding,
  words: Readonly<Record<string, FindingWords>>,
  names: Readonly<Record<string, string>>,
): FindingText | null {
  const own = Object.hasOwn(words, id) ? words[id] : undefined;
  if (own === undefined) return null;
  const [first, ...more] = own.title.map((sentence) => fill(sentence, numbers, names));
  if (first === null || first === undefined) return null;
  return { title: [first, ...more.filter((text) => text !== null)].join(''), whatToDo: own.whatToDo };
}

function fill(
  sentence: string,
  numbers: Finding['numbers'],
  names: Readonly<Record<string, string>>,
): string | null {
  let isWhole = true;
  const text = sentence.replace(/\{(\w+)(?::([%13]))?\}/g, (_, name: string, form?: Form) => {
    const value = Object.hasOwn(numbers, name) ? numbers[name] : undefined;
    if (value === undefined) isWhole = false;
    if (typeof value === 'number') return figure(value, form);
    return value !== undefined && Object.hasOwn(names, value) ? names[value]! : String(value);
  });
  return isWhole ? text : null;
}

function figure(value: number, form: Form | undefined): string {
  if (form === '%') return `${(100 * value).toFixed(1)} %`;
  return form === undefined ? String(value) : value.toFixed(Number(form));
}
