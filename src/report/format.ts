/** Shown where a number is not defined. */
export const UNDEFINED = '–';

const count = new Intl.NumberFormat('en-GB');

/** A share 0..1 as percent, `57.1%`; undefined ones as a dash. */
export function formatPercent(share: number | null | undefined, digits = 1): string {
  return isFiniteNumber(share) ? `${(share * 100).toFixed(digits)}%` : UNDEFINED;
}

/** How an estimate is written. */
export interface EstimateFormat {
  /** Percent (default) for shares, or the plain number for losses, Brier scores and areas. */
  percent?: boolean;
  /** Decimals; 1 for percent, 3 for plain numbers unless given. */
  digits?: number;
}

/**
 * An estimate with its interval, `57.1% (52.4–61.7)` or `0.594 (0.561–0.627)`; without the brackets where
 * there is no interval, a dash where there is no value.
 */
export function formatEstimate(
  value: number | null | undefined,
  low: number | null | undefined,
  high: number | null | undefined,
  { percent = true, digits = percent ? 1 : 3 }: EstimateFormat = {},
): string {
  if (!isFiniteNumber(value)) return UNDEFINED;
  const scale = percent ? 100 : 1;
  const text = `${(value * scale).toFixed(digits)}${percent ? '%' : ''}`;
  if (!isFiniteNumber(low) || !isFiniteNumber(high)) return text;
  // A dash between two numbers one of which is negative would read as a sum.
  const between = low < 0 || high < 0 ? ' to ' : '–';
  return `${text} (${(low * scale).toFixed(digits)}${between}${(high * scale).toFixed(digits)})`;
}

/** A whole number with thousands set apart, `2,914,626`. */
export function formatCount(value: number | null | undefined): string {
  return isFiniteNumber(value) ? count.format(value) : UNDEFINED;
}

/** A loss, score or other plain number at a fixed number of decimals. */
export function formatNumber(value: number | null | undefined, digits = 4): string {
  return isFiniteNumber(value) ? value.toFixed(digits) : UNDEFINED;
}

/** A learning rate or other small number in as few figures as say it: `0.001`, `1e-5`. */
export function formatRate(value: number | null | undefined): string {
  if (!isFiniteNumber(value)) return UNDEFINED;
  const rounded = Number(value.toPrecision(4));
  return rounded !== 0 && Math.abs(rounded) < 1e-3 ? rounded.toExponential() : String(rounded);
}

/** Bytes in binary units, `11.12 MiB`. */
export function formatBytes(bytes: number | null | undefined): string {
  if (!isFiniteNumber(bytes)) return UNDEFINED;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${power === 0 ? String(Math.round(bytes)) : (bytes / 1024 ** power).toFixed(2)} ${units[power]!}`;
}

/** A span of time for a person: `42 ms`, `3.2 s`, `4:05`, `1:02:33`. */
export function formatDuration(seconds: number | null | undefined): string {
  if (!isFiniteNumber(seconds) || seconds < 0) return UNDEFINED;
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  return formatClock(seconds);
}

/** Minutes and seconds, with hours where there are any: `0:07`, `4:05`, `1:02:33`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const pad = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}

/** How many files were left out, in a sentence. */
export function leftOut(files: number): string {
  return files === 1 ? '1 file was left out.' : `${formatCount(files)} files were left out.`;
}

function isFiniteNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
