import { formatClock, formatCount, formatDuration, formatNumber, formatRate } from '../format.js';
import { visibleText } from '../text.js';
import type { TerminalStyle } from './ansi.js';
import { fitWidth, textWidth } from './width.js';

/** Figures shown behind a bar, by name: `loss`, `accuracy`, `validationLoss`, … */
export type ProgressMetrics = Readonly<Record<string, number>>;

/** Where a piece of work stands. */
export interface ProgressState {
  label: string;
  done: number;
  total: number;
  /** Things done a second, and what they are called. */
  rate: number;
  unit: string;
  /** Seconds gone; seconds to go where they can be told. */
  elapsed: number;
  left: number | null;
  metrics: ProgressMetrics;
  /** After the last step: time taken is shown in place of time left. */
  finished: boolean;
}

const NAMES: Record<string, string> = {
  learningRate: 'lr',
  validationLoss: 'val loss',
  validationAccuracy: 'val accuracy',
};

const LEAST_BAR = 8;
const MOST_BAR = 30;

/**
 * A line with a bar that fits `width` columns: the bar shrinks first, then the last pieces are left out. Of a
 * finished one nothing is left out but the bar, for nothing will be drawn over it.
 */
export function formatBarLine(state: ProgressState, width: number, style: TerminalStyle): string {
  const label = visibleText(state.label);
  const count = `${formatCount(state.done).padStart(formatCount(state.total).length)}/${formatCount(state.total)}`;
  // The time left moves on to the next bar.
  const pieces = [count, ...figures(state.finished ? { ...state, left: null } : state)];
  const rest = (): number => textWidth([label, '', ...pieces].join('  '));
  while (!state.finished && pieces.length > 1 && rest() + LEAST_BAR > width) pieces.pop();
  const bar = Math.min(MOST_BAR, width - rest());
  if (bar < LEAST_BAR) {
    return state.finished ? [label, ...pieces].join('  ') : fitWidth(`${label}  ${count}`, width);
  }
  const share = state.total > 0 ? Math.min(1, state.done / state.total) : 1;
  const filled = Math.round(bar * share);
  return [
    style.bold(label),
    style.green('━'.repeat(filled)) + style.dim('─'.repeat(bar - filled)),
    ...pieces,
  ].join('  ');
}

/** The same as a plain line, for logs: no bar, no colours. */
export function formatPlainLine(state: ProgressState): string {
  const count = `${formatCount(state.done)}/${formatCount(state.total)}`;
  const isWhole = state.finished && state.done === state.total;
  const hasMetrics = Object.keys(state.metrics).length > 0;
  return [visibleText(state.label), ...(isWhole && hasMetrics ? [] : [count]), ...figures(state)].join('  ');
}

function figures({ metrics, rate, unit, elapsed, left, finished }: ProgressState): string[] {
  return [
    ...Object.entries(metrics).map(
      ([name, value]) => `${NAMES[name] ?? visibleText(name)} ${figure(name, value)}`,
    ),
    ...(finished ? [formatDuration(elapsed)] : []),
    ...(left === null ? [] : [`${formatClock(left)} left`]),
    ...(rate > 0 && Number.isFinite(rate) ? [`${formatCount(Math.round(rate))} ${unit}/s`] : []),
  ];
}

function figure(name: string, value: number): string {
  if (name === 'learningRate') return formatRate(value);
  return Number.isInteger(value) && !/loss|accuracy/i.test(name) ? formatCount(value) : formatNumber(value);
}
