import { AssayError } from '../../errors.js';
import type { DetectorFacts, PredictFailure, Verdict } from '../../detect/index.js';
import type { DetectorInfo } from '../../model/index.js';
import { quoteName } from '../../files.js';
import type { InspectedFile } from '../../report/inspection.js';
import type {
  FromWorker,
  JudgeAnswers,
  JudgeInput,
  JudgeResult,
  JudgeSettings,
  JudgeTask,
} from './messages.js';
import { send, startJudge, type JudgeProcess } from './process.js';

/** Processes that judge pictures beside this one. */
export interface JudgePool {
  /** Of the detector, or of the set of them. */
  readonly info: DetectorInfo;
  /** Hex SHA-256 of the detector's file, or over the files of the set. */
  readonly sha256: string;
  /** The detectors that judge: one, or all of the set. */
  readonly detectors: readonly DetectorFacts[];
  readonly workers: number;
  /** Process ids, as of now. */
  readonly pids: readonly number[];
  /** Inputs accepted and not yet answered. */
  readonly pending: number;
  /** Jobs (calls of `judge` or `inspect`) that the processes have at hand at once; more wait. */
  readonly capacity: number;
  /** Why nothing can be judged any more; null: all is well. */
  readonly failure: Error | null;
  /**
   * One result for each input, in their order; what cannot be judged gets its error. With `explain` each verdict has
   * its heat map as a `data:` address. Throws E_INTERNAL after `close`.
   */
  judge(
    inputs: readonly JudgeInput[],
    options?: { explain?: boolean },
  ): Promise<(Verdict | PredictFailure)[]>;
  /** What each input says of itself (`inspect`), in their order. Throws as `judge`. */
  inspect(inputs: readonly JudgeInput[]): Promise<(InspectedFile | PredictFailure)[]>;
  /** Ends the processes; what is still under way is given up. */
  close(): Promise<void>;
}

/** How a pool runs. */
export interface JudgePoolOptions {
  workers: number;
  /** Milliseconds without an answer after which a process is taken for hung. Default 300,000. */
  watchdogMs?: number;
}

interface Job {
  task: JudgeTask;
  inputs: readonly JudgeInput[];
  /** Runs with nothing beside it, so that a death tells whose fault it is. */
  alone: boolean;
  resolve(results: JudgeResult[]): void;
  reject(error: Error): void;
}

interface Seat extends JudgeProcess {
  jobs: Map<number, { job: Job; timer: NodeJS.Timeout }>;
  /** Takes no more jobs: a decoder that could not be stopped still runs in it. */
  isRetiring: boolean;
}

/** Jobs a process has at hand: one is decoded while the other is judged. */
const DEPTH = 2;

/**
 * Opens the detector in `workers` processes. Where one dies or hangs, it is replaced, what it held is judged again
 * one by one, and the file that brought it down gets E_SCAN_WORKER.
 * Throws as `loadDetector`.
 */
export async function openJudgePool(
  settings: JudgeSettings,
  { workers, watchdogMs = 300_000 }: JudgePoolOptions,
): Promise<JudgePool> {
  const seats = new Set<Seat>();
  const waiting: Job[] = [];
  let serial = 0;
  let pending = 0;
  let failure: Error | null = null;

  async function addSeat(): Promise<Seat> {
    const seat: Seat = { ...(await startJudge(settings)), jobs: new Map(), isRetiring: false };
    if (failure) {
      stop(seat);
      throw failure;
    }
    seats.add(seat);
    seat.child.on('message', (message: FromWorker) => message.type === 'judged' && answered(seat, message));
    seat.child.on('error', () => seat.child.kill('SIGKILL'));
    seat.child.once('exit', () => bury(seat));
    return seat;
  }

  function replace(): void {
    if (failure) return;
    const again = (left: number): Promise<Seat> =>
      addSeat().catch((error: Error) => (left > 0 && !failure ? again(left - 1) : Promise.reject(error)));
    again(2).then(dispatch, fail);
  }

  function fail(error: Error): void {
    failure ??= error;
    const lost = [
      ...waiting.splice(0),
      ...[...seats].flatMap(({ jobs }) => [...jobs.values()].map(({ job }) => job)),
    ];
    for (const seat of seats) for (const { timer } of seat.jobs.values()) clearTimeout(timer);
    for (const { reject } of lost) reject(failure);
  }

  function dispatch(): void {
    for (const seat of seats) {
      while (waiting.length > 0 && mayTake(seat, waiting[0]!)) give(seat, waiting.shift()!);
    }
  }

  function give(seat: Seat, job: Job): void {
    const number = serial++;
    const timer = setTimeout(() => seat.child.kill('SIGKILL'), watchdogMs);
    seat.jobs.set(number, { job, timer });
    send(seat.child, { type: 'judge', job: number, task: job.task, inputs: job.inputs });
  }

  function answered(seat: Seat, { job: number, results }: Extract<FromWorker, { type: 'judged' }>): void {
    const entry = seat.jobs.get(number);
    if (!entry) return;
    clearTimeout(entry.timer);
    seat.jobs.delete(number);
    seat.isRetiring ||= results.some(
      (result) => 'error' in result && result.error.code === 'E_IMAGE_TIMEOUT',
    );
    if (seat.isRetiring && seat.jobs.size === 0) {
      seats.delete(seat);
      stop(seat);
      replace();
    }
    entry.job.resolve(results);
    dispatch();
  }

  function bury(seat: Seat): void {
    if (!seats.delete(seat) || failure) return;
    for (const { job, timer } of seat.jobs.values()) {
      clearTimeout(timer);
      if (job.alone) job.resolve(job.inputs.map(died));
      else void judgeAlone(job);
    }
    replace();
  }

  function judgeAlone({ task, inputs, resolve, reject }: Job): Promise<void> {
    const each = inputs.map((input) => enqueue(task, [input], true));
    return Promise.all(each).then((results) => resolve(results.flat()), reject);
  }

  function enqueue(task: JudgeTask, inputs: readonly JudgeInput[], alone = false): Promise<JudgeResult[]> {
    return new Promise((resolve, reject) => {
      if (failure) {
        reject(failure);
        return;
      }
      waiting.push({ task, inputs, alone, resolve, reject });
      dispatch();
    });
  }

  async function ask<T extends JudgeTask>(
    task: T,
    inputs: readonly JudgeInput[],
  ): Promise<(JudgeAnswers[T] | PredictFailure)[]> {
    pending += inputs.length;
    try {
      return (await enqueue(task, inputs)) as (JudgeAnswers[T] | PredictFailure)[];
    } finally {
      pending -= inputs.length;
    }
  }

  const started = await Promise.allSettled(Array.from({ length: workers }, addSeat));
  const refused = started.find((result) => result.status === 'rejected');
  if (refused) {
    failure = refused.reason as Error;
    seats.forEach(stop);
    throw failure;
  }
  const { info, sha256, detectors } = [...seats][0]!;
  return {
    info,
    sha256,
    detectors,
    workers,
    get pids() {
      return [...seats].flatMap(({ child }) => child.pid ?? []);
    },
    get pending() {
      return pending;
    },
    capacity: workers * DEPTH,
    get failure() {
      return failure;
    },
    judge: (inputs, { explain = false } = {}) => ask(explain ? 'explained' : 'verdict', inputs),
    inspect: (inputs) => ask('inspection', inputs),
    async close() {
      fail(new AssayError('E_INTERNAL', 'The processes that judge pictures were closed.'));
      await Promise.all([...seats].map(stop));
      seats.clear();
    },
  };
}

function mayTake({ jobs, isRetiring }: Seat, { alone }: Job): boolean {
  if (isRetiring) return false;
  if (alone || [...jobs.values()].some(({ job }) => job.alone)) return jobs.size === 0;
  return jobs.size < DEPTH;
}

/** Ends a process: it leaves by itself when its channel closes, and is killed where it does not. */
function stop({ child }: Pick<Seat, 'child'>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    if (child.connected) child.disconnect();
  });
}

function died(input: JudgeInput): PredictFailure {
  const file = typeof input === 'string' ? input : input.file;
  const message = `${quoteName(file)} brought down the process that judged it, or hung it. Do not trust the file; please report it.`;
  return { file, error: { code: 'E_SCAN_WORKER', message } };
}
