import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, realpath, rename, rm, stat, truncate } from 'node:fs/promises';
import { AssayError, isAssayError } from '../errors.js';
import { quoteName } from '../files.js';
import { hashFile } from '../image/index.js';
import type { Verdict } from '../detect/index.js';
import type { VerdictName } from './scan.js';

/** A file of verdicts, one JSON object a line, that a scan goes on with. */
export interface Ledger {
  /** Lines of this detector that were there. */
  readonly kept: number;
  /** The verdict of a file whose path and bytes this detector has judged before. */
  known(file: string): Promise<VerdictName | undefined>;
  /** Adds lines; they are on disk when this returns, but for a power cut. Throws E_FILE_WRITE. */
  append(lines: string): Promise<void>;
  close(): Promise<void>;
}

const VERDICTS: readonly VerdictName[] = ['fake', 'real', 'inconclusive'];

/**
 * Opens a ledger, or begins one, for a detector or a set of them (its digest). A last line that was cut short (a killed scan) is
 * cut off, and failures are taken out so that they are tried again; verdicts of other detectors stay as they are. Of each
 * verdict kept, memory holds about a hundred bytes.
 * Throws E_SCAN_RESUME where a line is no verdict (nothing is changed then), E_FILE_READ, E_FILE_WRITE.
 */
export async function openLedger(path: string, detectorSha256: string): Promise<Ledger> {
  const entries = new Map<string, string>();
  const seen = await read(path, (line) => {
    if ((line.model.chosen?.set ?? line.model.sha256) === detectorSha256) {
      entries.set(digest(line.file), line.sha256 + line.verdict);
    }
  });
  const handle = await writing(path, async () => {
    if (seen.failures > 0) await rewrite(path);
    else if (seen.wholeBytes < seen.bytes) await truncate(path, seen.wholeBytes);
    return open(path, 'a');
  });
  return {
    kept: entries.size,
    async known(file) {
      const entry = entries.get(digest(file));
      if (entry === undefined) return undefined;
      const sha256 = await hashFile(file).catch((error: unknown) => {
        if (isAssayError(error)) return null; // the scan itself will say what is wrong with it
        throw error;
      });
      return sha256 !== null && entry.startsWith(sha256) ? (entry.slice(64) as VerdictName) : undefined;
    },
    append: (lines) => writing(path, () => handle.appendFile(lines)),
    close: () => handle.close(),
  };
}

type Line = Pick<Verdict, 'file' | 'sha256' | 'verdict' | 'model'>;

interface Seen {
  bytes: number;
  /** Bytes up to the end of the last whole line. */
  wholeBytes: number;
  failures: number;
}

/** Goes through the lines and checks each. */
async function read(path: string, onVerdict: (line: Line) => void): Promise<Seen> {
  const seen: Seen = { bytes: 0, wholeBytes: 0, failures: 0 };
  let number = 0;
  for await (const { bytes, isWhole } of linesOf(path)) {
    seen.bytes += bytes.length;
    number++;
    if (!isWhole && isTorn(bytes, number > 1)) break; // only the last line can lack its end
    const line = isWhole ? parse(bytes) : null;
    if (line === 'failure') seen.failures++;
    else if (line !== null) onVerdict(line);
    else {
      throw new AssayError(
        'E_SCAN_RESUME',
        `Line ${number} of ${quoteName(path)} is not a verdict of "assay scan --jsonl". Name the file of an earlier scan, or a new one.`,
      );
    }
    seen.wholeBytes += bytes.length;
  }
  return seen;
}

/**
 * What a killed scan can have left of a line: all of them start alike. After a power cut some file systems fill what was not
 * written with zeros.
 */
function isTorn(bytes: Buffer, isAfterLines: boolean): boolean {
  const text = bytes.toString('utf8');
  const written = isAfterLines ? text.replace(/\0+$/, '') : text;
  const start = '{"file":"';
  if (!written.startsWith(start)) return start.startsWith(written) && (isAfterLines || written.length > 2);
  return parse(bytes) !== null || valueOf(written) === undefined;
}

/** Writes the file anew without failures and without a torn end, and puts it in the old one's place. */
async function rewrite(name: string): Promise<void> {
  const path = await realpath(name);
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const out = await open(temporary, 'wx', 0o600);
    try {
      let block: Buffer[] = [];
      for await (const { bytes, isWhole } of linesOf(path)) {
        if (!isWhole || parse(bytes) === 'failure') continue;
        block.push(bytes);
        if (block.length < 1024) continue;
        await out.appendFile(Buffer.concat(block));
        block = [];
      }
      await out.appendFile(Buffer.concat(block));
      await out.chmod((await stat(path)).mode);
      await out.sync();
    } finally {
      await out.close();
    }
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The value of a JSON text; undefined where it is none. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A line as a verdict or a failure; null where it is neither. */
function parse(bytes: Buffer): Line | 'failure' | null {
  const value = valueOf(bytes.toString('utf8'));
  if (typeof value !== 'object' || value === null) return null;
  const { file, sha256, verdict, model, error } = value as Partial<Line> & { error?: unknown };
  if (typeof file !== 'string') return null;
  if (typeof error === 'object') return 'failure';
  const isVerdict =
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    verdict !== undefined &&
    VERDICTS.includes(verdict) &&
    typeof model?.sha256 === 'string';
  return isVerdict ? { file, sha256, verdict, model } : null;
}

/** Lines with their line feeds; the last one may have none. */
async function* linesOf(path: string): AsyncGenerator<{ bytes: Buffer; isWhole: boolean }, void, void> {
  const found = await stat(path).catch(() => null);
  if (found === null) return;
  if (!found.isFile()) {
    throw new AssayError(
      'E_FILE_READ',
      `${quoteName(path)} is no regular file. Name the file of an earlier scan, or a new one.`,
    );
  }
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      let block = rest.length > 0 ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer);
      for (let end = block.indexOf(10); end >= 0; end = block.indexOf(10)) {
        yield { bytes: block.subarray(0, end + 1), isWhole: true };
        block = block.subarray(end + 1);
      }
      if (block.length > MAX_LINE)
        throw new AssayError(
          'E_SCAN_RESUME',
          `${quoteName(path)} holds no lines. Name the file of an earlier scan, or a new one.`,
        );
      rest = block;
    }
  } catch (cause) {
    if (isAssayError(cause)) throw cause;
    throw new AssayError('E_FILE_READ', `${quoteName(path)} could not be read: ${String(cause)}.`, { cause });
  }
  if (rest.length > 0) yield { bytes: rest, isWhole: false };
}

/** Longer than any verdict: claims are bounded. */
const MAX_LINE = 64e6;

/** Twelve bytes tell a thousand million paths apart. */
function digest(file: string): string {
  return createHash('sha256').update(file).digest('base64').slice(0, 16);
}

async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isAssayError(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError('E_FILE_WRITE', `Could not write ${quoteName(path)}: ${reason}.`, { cause });
  }
}
