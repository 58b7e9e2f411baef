import type { ReaderAnswer, ReaderRequest } from '../../provenance/c2pa/reader.js';
import { startWorker } from '../worker/start-worker.js';
import workerUrl from './c2pa-worker.ts?worker&url';

let worker: Worker | undefined;
let queue: Promise<unknown> = Promise.resolve();

/**
 * `readManifestStore` of Node for a browser: contentauth's reader in a worker of its own, one file at a time. Never
 * throws; a file that takes too long ends the worker, and the next file gets a fresh one.
 */
export function readManifestStore(request: ReaderRequest): Promise<ReaderAnswer> {
  const answer = queue.then(() => ask(request));
  queue = answer;
  return answer;
}

export function closeC2paReader(): Promise<void> {
  worker?.terminate();
  worker = undefined;
  return Promise.resolve();
}

function ask({ format, bytes, settings, timeout }: ReaderRequest): Promise<ReaderAnswer> {
  const current = (worker ??= startWorker(workerUrl));
  return new Promise((resolve) => {
    const stop = (error: string): void => {
      clearTimeout(timer);
      void closeC2paReader();
      resolve({ error });
    };
    const timer = setTimeout(() => {
      stop(`The C2PA reader took longer than ${timeout / 1000} s and was stopped.`);
    }, timeout);
    current.onmessage = ({ data }: MessageEvent<ReaderAnswer>) => {
      clearTimeout(timer);
      resolve(data);
    };
    current.onerror = (event) => {
      stop(`The C2PA reader crashed: ${event.message}`);
    };
    current.postMessage({ format, bytes, settings });
  });
}
