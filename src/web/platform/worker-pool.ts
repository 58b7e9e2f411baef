import { AssayError } from '../../errors.js';

/** A page has its own workers; the library's work is done in the one that asks for it. */
function refuse(): never {
  throw new AssayError('E_INTERNAL', 'The library starts no threads in a browser.');
}

export { refuse as answerTasks, refuse as createWorkerPool, refuse as workerSetUp };
