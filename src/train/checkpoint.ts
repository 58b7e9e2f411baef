import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError } from '../errors.js';
import { writeFileWhole } from '../files.js';
import type { CallbackState } from './callbacks.js';
import type { EpochRecord } from './history.js';

/** Everything between two epochs. One file holds it all, so a kill can never leave halves that disagree. */
export interface Checkpoint {
  /** Epochs done. */
  epochs: number;
  /** True once no further epoch is to run (all done, or stopped early). */
  finished: boolean;
  callbacks: CallbackState;
  history: EpochRecord[];
  learner: Uint8Array;
}

const MAGIC = 'ASSAYCK1';
const DIGEST_BYTES = 32;

/** Bytes of a checkpoint: magic, length of the JSON part, JSON, learner state, SHA-256 over all before it. */
export function encodeCheckpoint({ learner, ...rest }: Checkpoint): Uint8Array {
  const json = Buffer.from(JSON.stringify(rest));
  const head = Buffer.alloc(MAGIC.length + 4);
  head.write(MAGIC, 'latin1');
  head.writeUInt32LE(json.length, MAGIC.length);
  const body = Buffer.concat([head, json, learner]);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

/** Reads what `encodeCheckpoint` wrote. Throws E_CHECKPOINT_INVALID when a byte is missing or changed. */
export function decodeCheckpoint(bytes: Uint8Array, name = 'the checkpoint'): Checkpoint {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bodyEnd = buffer.length - DIGEST_BYTES;
  const jsonStart = MAGIC.length + 4;
  if (bodyEnd < jsonStart || buffer.toString('latin1', 0, MAGIC.length) !== MAGIC) throw invalid(name);
  const digest = createHash('sha256').update(buffer.subarray(0, bodyEnd)).digest();
  if (!digest.equals(buffer.subarray(bodyEnd))) throw invalid(name);
  const jsonEnd = jsonStart + buffer.readUInt32LE(MAGIC.length);
  const rest = JSON.parse(buffer.toString('utf8', jsonStart, jsonEnd)) as Omit<Checkpoint, 'learner'>;
  return { ...rest, learner: new Uint8Array(buffer.subarray(jsonEnd, bodyEnd)) };
}

/** Path of the checkpoint inside a run folder. */
export function checkpointPath(runFolder: string): string {
  return join(runFolder, 'last', 'checkpoint.assay');
}

/** Writes the checkpoint whole. Throws E_FILE_WRITE. */
export async function writeCheckpoint(runFolder: string, checkpoint: Checkpoint): Promise<void> {
  await writeFileWhole(checkpointPath(runFolder), encodeCheckpoint(checkpoint));
}

/** The checkpoint of a run folder, or null where no epoch was finished yet. Throws E_CHECKPOINT_INVALID. */
export async function readCheckpoint(runFolder: string): Promise<Checkpoint | null> {
  const path = checkpointPath(runFolder);
  try {
    return decodeCheckpoint(await readFile(path), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error instanceof AssayError ? error : invalid(path);
  }
}

function invalid(name: string): AssayError {
  return new AssayError(
    'E_CHECKPOINT_INVALID',
    `${name} is not a checkpoint of Assay, or was changed after it was written; expected the file that a run left. ` +
      'Remove the folder `last` to start the run again from its first epoch.',
  );
}
