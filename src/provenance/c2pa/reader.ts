import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { WORKER_SOURCE } from './worker-source.js';

/** What the reader is asked. */
export interface ReaderRequest {
  /** Media type of the file. */
  format: string;
  bytes: Uint8Array;
  /** Settings of c2pa-rs as JSON. */
  settings: string;
  /** Answers the reader's requests to the network; without it all are refused. */
  fetch?: (url: string) => Promise<Uint8Array>;
  /** Longest time for one file, in milliseconds. */
  timeout: number;
}

/** The manifest store as the reader's JSON, or why there is none. */
export type ReaderAnswer = { json: string } | { error: string };

/** Memory of the WebAssembly instance above which it is thrown away after a file; it never shrinks by itself. */
const MAX_IDLE_MEMORY = 512 * 1024 * 1024;
/** A manifest store larger than this as JSON is not read. */
const MAX_JSON = 32 * 1024 * 1024;

interface WorkerMessage {
  type: 'fetch' | 'done' | 'failed';
  id?: number;
  url?: string;
  json?: string;
  message?: string;
  trapped?: boolean;
  memory?: number;
}

let worker: Worker | undefined;
let queue: Promise<unknown> = Promise.resolve();

/**
 * Reads the C2PA manifest store of a file with contentauth's own reader (c2pa-rs as WebAssembly), one file at a time,
 * in a thread of its own. Never throws: a trap, a crash or a file that takes too long ends that thread, the answer
 * says so, and the next file gets a fresh one.
 */
export function readManifestStore(request: ReaderRequest): Promise<ReaderAnswer> {
  const answer = queue.then(() => ask(request));
  queue = answer;
  return answer;
}

/** Ends the reader's thread, if there is one. It does not keep the process alive, so calling this is optional. */
export async function closeC2paReader(): Promise<void> {
  const running = worker;
  worker = undefined;
  await running?.terminate();
}

async function ask(request: ReaderRequest): Promise<ReaderAnswer> {
  const current = (worker ??= startWorker());
  current.ref();
  const { answer, healthy } = await exchange(current, request);
  if (healthy) current.unref();
  else if (worker === current) await closeC2paReader();
  return answer;
}

function exchange(
  current: Worker,
  { format, bytes, settings, fetch, timeout }: ReaderRequest,
): Promise<{ answer: ReaderAnswer; healthy: boolean }> {
  return new Promise((resolve) => {
    const finish = (answer: ReaderAnswer, healthy: boolean): void => {
      clearTimeout(timer);
      current.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve({ answer, healthy });
    };
    const onMessage = (message: WorkerMessage): void => {
      if (message.type === 'fetch') void relay(current, message, fetch);
      else finish(answerOf(message), !message.trapped && (message.memory ?? 0) < MAX_IDLE_MEMORY);
    };
    const onError = (error: Error): void => {
      finish({ error: `The C2PA reader crashed: ${error.message}` }, false);
    };
    const onExit = (): void => {
      finish({ error: 'The C2PA reader stopped unexpectedly.' }, false);
    };
    const timer = setTimeout(() => {
      finish({ error: `The C2PA reader took longer than ${timeout / 1000} s and was stopped.` }, false);
    }, timeout);
    current.on('message', onMessage).on('error', onError).on('exit', onExit);
    // The thread gets a copy of its own; the caller's bytes stay usable.
    const copy = bytes.slice();
    current.postMessage({ format, bytes: copy, settings }, [copy.buffer]);
  });
}

function answerOf({ type, json, message, trapped }: WorkerMessage): ReaderAnswer {
  if (type === 'done' && json !== undefined) {
    return json.length > MAX_JSON
      ? { error: `The manifest store has ${json.length} characters of JSON.` }
      : { json };
  }
  return { error: trapped ? `The C2PA reader trapped: ${message ?? ''}` : (message ?? 'unknown') };
}

async function relay(
  target: Worker,
  { id, url }: WorkerMessage,
  fetch: ReaderRequest['fetch'],
): Promise<void> {
  const bytes = await (fetch && url !== undefined ? fetch(url).catch(() => undefined) : undefined);
  target.postMessage({ type: 'fetched', id, bytes });
}

function startWorker(): Worker {
  const require = createRequire(import.meta.url);
  return new Worker(WORKER_SOURCE, {
    eval: true,
    stdout: true,
    stderr: true,
    workerData: {
      moduleUrl: pathToFileURL(require.resolve('@contentauth/c2pa-wasm')).href,
      wasmPath: require.resolve('@contentauth/c2pa-wasm/c2pa.wasm'),
    },
  });
}
