import { visibleText } from '../text.js';
import { createStyle, wantsColor } from './ansi.js';
import { formatBarLine, formatPlainLine, type ProgressMetrics, type ProgressState } from './progress-line.js';

/** A stream that progress is written to; `process.stderr` is one. */
export type ProgressStream = NodeJS.WritableStream & { isTTY?: boolean; columns?: number };

/** What a progress bar is made with. */
export interface ProgressOptions {
  stream: ProgressStream;
  /** Steps until done. */
  total: number;
  label: string;
  /** What is counted a second. Default `images`. */
  unit?: string;
  /** Seconds of work to come after this bar, told from what the whole bar takes; added to the time left. */
  secondsAfter?: (barSeconds: number) => number;
  /** Where there is no terminal: seconds between plain lines on the way; null for one line at the end. Default 30. */
  plainEvery?: number | null;
  /** When the work began, by the clock; now unless given. */
  started?: number;
  /** Milliseconds that only rise. Default `performance.now`. */
  clock?: () => number;
  env?: Readonly<Record<string, string | undefined>>;
}

/** A bar in a terminal, plain lines elsewhere. Call `finish` or `stop` at the end, also after an error. */
export interface Progress {
  /** `items`: how many things (images) that is, where steps are batches. */
  update(done: number, metrics?: ProgressMetrics, items?: number): void;
  /** Writes a line of its own above the bar; the text is the caller's, made harmless. */
  note(text: string): void;
  /** Writes the last state, with these figures added, and ends the line. */
  finish(metrics?: ProgressMetrics): void;
  /** Leaves the line as it stands, for work that was broken off. Harmless after `finish`. */
  stop(): void;
}

const REDRAW_EVERY = 100;

/**
 * Shows how far a piece of work is: in a terminal a bar with figures, images a second and time left, redrawn
 * ten times a second at most and cut to the terminal's width; elsewhere whole lines without carriage returns.
 * It keeps no timer and leaves no terminal setting behind, so a killed run does neither. Colours as
 * `wantsColor` says (`NO_COLOR`).
 */
export function createProgress(options: ProgressOptions): Progress {
  const { stream, total, label, unit = 'images', plainEvery = 30, env = process.env } = options;
  const { clock = () => performance.now() } = options;
  const isTerminal = stream.isTTY === true && env.TERM !== 'dumb';
  const style = createStyle(wantsColor(stream, env));
  const started = options.started ?? clock();
  let items = 0;
  let lastWrite = isTerminal ? -Infinity : started;
  let isOver = false;
  const state: ProgressState = {
    label,
    total,
    unit,
    done: 0,
    rate: 0,
    elapsed: 0,
    left: null,
    metrics: {},
    finished: false,
  };

  function draw(): void {
    const columns = stream.columns ?? 80;
    // The last column stays empty: some terminals wrap as soon as it is written.
    stream.write(`\r${formatBarLine(state, columns - 1, style)}\x1b[K`);
  }

  function measure(now: number): void {
    state.elapsed = (now - started) / 1000;
    state.rate = state.elapsed > 0 ? items / state.elapsed : 0;
    if (state.done === 0) return;
    const own = (state.elapsed / state.done) * total;
    state.left = own - state.elapsed + (options.secondsAfter?.(own) ?? 0);
  }

  if (isTerminal) draw();
  return {
    update(done, metrics = {}, itemsDone = done) {
      if (isOver) return;
      Object.assign(state, { done, metrics });
      items = itemsDone;
      const now = clock();
      measure(now);
      const wait = isTerminal ? REDRAW_EVERY : plainEvery === null ? Infinity : plainEvery * 1000;
      if (now - lastWrite < wait) return;
      lastWrite = now;
      if (isTerminal) draw();
      else stream.write(`${formatPlainLine(state)}\n`);
    },
    note(text) {
      stream.write(isTerminal && !isOver ? `\r\x1b[K${visibleText(text)}\n` : `${visibleText(text)}\n`);
      if (isTerminal && !isOver) draw();
    },
    finish(metrics = {}) {
      if (isOver) return;
      isOver = true;
      state.finished = true;
      state.metrics = { ...state.metrics, ...metrics };
      measure(clock());
      if (!options.secondsAfter || (state.left ?? 0) < 0.5) state.left = null;
      if (isTerminal) draw();
      stream.write(isTerminal ? '\n' : `${formatPlainLine(state)}\n`);
    },
    stop() {
      if (isOver) return;
      isOver = true;
      if (isTerminal) stream.write('\n');
    },
  };
}
