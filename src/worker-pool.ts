import { parentPort, Worker, workerData } from 'node:worker_threads';
import { AssayError, isAssayError, type ErrorCode } from './errors.js';
import { disableTelemetry } from './runtime/telemetry.js';
import { workerFile } from './workers.js';

/** Worker threads that answer tasks of one kind. */
export interface WorkerPool<Task, Answer> {
  /** Has a worker do a task. Throws what the worker threw, and E_INTERNAL when it died or was closed. */
  call(task: Task): Promise<Answer>;
  /** Why no task can be done any more; null: all is well. */
  failure(): Error | null;
  /** Ends the threads once they are done with what they have begun; tasks that nobody has begun are dropped. */
  close(): Promise<void>;
}

/** What a worker is started with. */
interface SetUp {
  setUp: unknown;
  /** One number, shared between threads: not 0 once the pool is being closed. */
  closing: Int32Array;
}

/** Null wakes a worker of a pool that is being closed. */
type Request<Task> = { call: number; task: Task } | null;

type Reply<Answer> = { call: number } & (
  { answer: Answer } | { error: { code: ErrorCode; message: string } }
);

interface Pending<Answer> {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/**
 * Starts `workers` threads of the file named by its path below `src/`, which calls `answerTasks`. Tasks and answers
 * are what can be sent between threads; `setUp` is sent to each once, before its first task. A task goes to the
 * worker with the fewest.
 */
export function createWorkerPool<Task, Answer>(
  file: string,
  workers: number,
  setUp: unknown = null,
): WorkerPool<Task, Answer> {
  const pending = new Map<number, Pending<Answer>>();
  const closing = new Int32Array(new SharedArrayBuffer(4));
  let serial = 0;
  let failure: Error | null = null;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  disableTelemetry();
  const threads = Array.from({ length: workers }, () => {
    // Node's own options are not passed on: `node --input-type=module -e` would refuse a worker's file.
    const thread = new Worker(workerFile(file), {
      workerData: { setUp, closing } satisfies SetUp,
      execArgv: [],
    });
    const worker = { thread, tasks: 0, ended: new Promise((resolve) => thread.once('exit', resolve)) };
    thread.on('message', (reply: Reply<Answer>) => {
      const call = pending.get(reply.call);
      pending.delete(reply.call);
      worker.tasks--;
      if ('answer' in reply) call?.resolve(reply.answer);
      else call?.reject(new AssayError(reply.error.code, reply.error.message));
    });
    thread.on('error', (cause) => {
      fail(new AssayError('E_INTERNAL', `A worker thread died: ${String(cause)}.`, { cause }));
    });
    return worker;
  });
  return {
    failure: () => failure,
    call: (task) => {
      const answer = new Promise<Answer>((resolve, reject) => {
        if (failure) {
          reject(failure);
          return;
        }
        const call = serial++;
        pending.set(call, { resolve, reject });
        const idle = threads.reduce((a, b) => (b.tasks < a.tasks ? b : a));
        idle.tasks++;
        idle.thread.postMessage({ call, task } satisfies Request<Task>);
      });
      // Who asked may have stopped waiting when the pool is closed, which must not end the program.
      answer.catch(() => undefined);
      return answer;
    },
    close: async () => {
      fail(new AssayError('E_INTERNAL', 'The worker threads were closed.'));
      Atomics.store(closing, 0, 1);
      for (const { thread } of threads) thread.postMessage(null satisfies Request<Task>);
      await Promise.all(threads.map(({ ended }) => ended));
    },
  };
}

/** In a worker: answers every task with `work`; `transfer` lists buffers of an answer that need not be copied. */
export function answerTasks<Task, Answer>(
  work: (task: Task) => Promise<Answer>,
  transfer: (answer: Answer) => ArrayBuffer[] = () => [],
): void {
  const port = parentPort!;
  const { closing } = workerData as SetUp;
  let begun = 0;
  // A thread ends itself: stopped from outside amid a call of onnxruntime it takes the whole program with it.
  const endIfClosing = (): void => {
    if (begun === 0 && Atomics.load(closing, 0) !== 0) process.exit();
  };
  port.on('message', (request: Request<Task>) => {
    if (request === null || Atomics.load(closing, 0) !== 0) {
      endIfClosing();
      return;
    }
    const { call, task } = request;
    begun++;
    void work(task)
      .then(
        (answer) => port.postMessage({ call, answer } satisfies Reply<Answer>, transfer(answer)),
        (error: unknown) => port.postMessage({ call, error: plain(error) } satisfies Reply<Answer>),
      )
      .finally(() => {
        begun--;
        endIfClosing();
      });
  });
}

/** In a worker: what the pool's maker set it up with. */
export function workerSetUp<T>(): T {
  return (workerData as SetUp).setUp as T;
}

function plain(error: unknown): { code: ErrorCode; message: string } {
  if (isAssayError(error)) return { code: error.code, message: error.message };
  return { code: 'E_INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
