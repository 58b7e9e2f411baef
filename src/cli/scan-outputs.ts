import { open, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AssayError } from '../errors.js';
import { makeFolder, quoteName } from '../files.js';
import { SNIFF_BYTES, sniffFormat } from '../image/index.js';
import { isWithin } from '../scan/list.js';

/** Where a scan writes. */
export interface ScanOutputs {
  html?: string;
  resume?: string;
  explain?: string;
}

/**
 * Refuses outputs that would be lost or destroy something: a page or a folder of maps that cannot be written, a page in place of
 * a picture or of the verdicts, maps in a folder that is to be scanned, whose pictures would then be passed over.
 * Throws E_ARGUMENT.
 */
export async function requireScanOutputs(
  paths: readonly string[],
  { html, resume, explain }: ScanOutputs,
): Promise<void> {
  for (const [option, value] of Object.entries({ html, resume, explain }))
    if (value === '') throw refusal(`--${option} is empty; a path was expected`);
  if (explain !== undefined) await requireOutside(paths, explain);
  if (html === undefined) return;
  if (resume !== undefined && (await real(html)) === (await real(resume)))
    throw refusal(`--html and --resume are both ${quoteName(html)}; name two files`);
  const found = await stat(html).catch(() => null);
  if (found !== null && !found.isFile())
    throw refusal(`--html ${quoteName(html)} is no regular file; the name of a page to write was expected`);
  if (found !== null && (await isPicture(html)))
    throw refusal(`--html ${quoteName(html)} is a picture, which is never overwritten; name another file`);
  await makeFolder(dirname(resolve(html))).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw refusal(`--html ${quoteName(html)} cannot be written (${reason}); choose another place`);
  });
}

async function requireOutside(paths: readonly string[], explain: string): Promise<void> {
  const folder = await real(explain);
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (isFolder && isWithin(await real(path), folder))
      throw refusal(
        `--explain ${quoteName(explain)} holds ${quoteName(path)}, and what lies there is not scanned; name a folder for the maps alone`,
      );
  }
}

/** The path that leads there, links followed as far as it exists. */
async function real(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}

async function isPicture(path: string): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => null);
  try {
    const { buffer, bytesRead } = (await handle?.read(new Uint8Array(SNIFF_BYTES))) ?? {};
    const sniffed = buffer && sniffFormat(buffer.subarray(0, bytesRead));
    return sniffed !== undefined && 'format' in sniffed;
  } finally {
    await handle?.close();
  }
}

function refusal(message: string): AssayError {
  return new AssayError('E_ARGUMENT', `${message}.`);
}
