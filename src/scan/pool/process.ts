import { fork, type ChildProcess } from 'node:child_process';
import { AssayError, ERROR_CODES, type ErrorCode } from '../../errors.js';
import type { DetectorFacts } from '../../detect/index.js';
import { workerFile } from '../../workers.js';
import type { FromWorker, JudgeSettings, ToWorker } from './messages.js';

/** A worker process that has opened its detector. */
export interface JudgeProcess extends DetectorFacts {
  child: ChildProcess;
  /** Those that judge: one, or all of a set. */
  detectors: readonly DetectorFacts[];
}

/**
 * Starts a worker process. A process and not a thread: the engine runs on the thread that calls it, libuv's pool
 * of decoding threads is one for all threads of a process, and a fault in native code ends this process alone.
 * Throws as `loadDetector`, and E_INTERNAL where the process ends at once.
 */
export function startJudge(settings: JudgeSettings): Promise<JudgeProcess> {
  const child = fork(workerFile('scan/pool/worker'), [], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Few arenas: glibc else keeps one for each thread, and memory grows with what each has ever held.
    env: { ...process.env, UV_THREADPOOL_SIZE: '4', MALLOC_ARENA_MAX: '2' },
  });
  return new Promise((resolve, reject) => {
    const onEnd = (): void =>
      reject(new AssayError('E_INTERNAL', 'A worker process ended before it had opened the detector.'));
    child.once('exit', onEnd).once('error', onEnd);
    child.once('message', (message: FromWorker) => {
      child.off('exit', onEnd).off('error', onEnd);
      if (message.type === 'opened') {
        const { info, sha256, detectors } = message;
        resolve({ child, info, sha256, detectors });
      } else {
        child.disconnect();
        reject(toError(message));
      }
    });
    send(child, { type: 'open', settings });
  });
}

/** Sends a message; a process that is gone shows by its `exit`, not here. */
export function send(child: ChildProcess, message: ToWorker): void {
  child.send(message, () => undefined);
}

function toError(message: FromWorker): AssayError {
  const { code, message: text } =
    message.type === 'refused'
      ? message.error
      : { code: 'E_INTERNAL', message: 'A worker spoke out of turn.' };
  return new AssayError(code in ERROR_CODES ? (code as ErrorCode) : 'E_INTERNAL', text);
}
