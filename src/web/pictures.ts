import type { PlainError } from '../detect/predict-each.js';
import { CallError } from './worker/client.js';
import type { Judgement } from './worker/protocol.js';

/** A picture that was given to the page, and how far it has come. */
export interface Picture {
  id: number;
  name: string;
  /** An address of the file within this page, to show it. */
  url: string;
  read(): Promise<Uint8Array>;
  state: 'waiting' | 'judging' | 'done' | 'failed';
  judgement?: Judgement;
  error?: PlainError;
}

let next = 0;

/** Takes files in as pictures; what is no file of a picture is told when it is judged, by its content. */
export function toPictures(files: Iterable<File>, pastedName: string): Picture[] {
  return Array.from(files, (file) => ({
    id: next++,
    name: file.name === '' ? pastedName : file.name,
    url: URL.createObjectURL(file),
    read: async () => new Uint8Array(await file.arrayBuffer()),
    state: 'waiting',
  }));
}

/** What a failure says to the reader. */
export function plainErrorOf(error: unknown): PlainError {
  if (error instanceof CallError) return error.plain;
  return { code: 'E_INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
