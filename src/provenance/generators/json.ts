/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json | undefined;
}

/** Longest text that is parsed; a ComfyUI workflow has some hundred kilobytes. */
const MAX_TEXT = 4 * 1024 * 1024;

/** Parses a JSON object; undefined for anything else. Python writes NaN, which JSON has not: it is read as null. */
export function parseObject(text: string, maxLength = MAX_TEXT): JsonObject | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') || trimmed.length > maxLength) return undefined;
  return tryParse(trimmed) ?? (trimmed.includes('NaN') ? tryParse(withoutNaN(trimmed)) : undefined);
}

function tryParse(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

function withoutNaN(text: string): string {
  return text.replace(/([:[,]\s?)NaN(?=\s?[,\]}])/g, '$1null');
}

export function asObject(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

export function asText(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The first of several keys that holds text or a number, whatever its case, underscores or blanks. */
export function pick(object: JsonObject, ...keys: string[]): string | undefined {
  const entries = new Map(Object.entries(object).map(([key, value]) => [plain(key), value]));
  for (const key of keys) {
    const text = asText(entries.get(plain(key)));
    if (text !== undefined) return text;
  }
  return undefined;
}

function plain(key: string): string {
  return key.toLowerCase().replace(/[\s_-]/g, '');
}

/** Drops undefined values, so that results hold only what was found. */
export function found(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
