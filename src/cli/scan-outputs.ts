import { randomBytes } from 'node:crypto';
import { open, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AssayError } from '../errors.js';
import { makeFolder, quoteName } from '../files.js';
import { isInside } from '../is-inside.js';

/**
 * Refuses what a scan could not write after hours of work (the folders of a page and of maps are made and tried), and what would
 * destroy something or hide it: a page in place of anything but a page, two outputs of one name, maps in a folder that is to
 * be scanned, whose pictures would be passed over.
 * Throws E_ARGUMENT.
 */
export async function requireScanOutputs(
  paths: readonly string[],
  { html, resume, explain }: { html?: string; resume?: string; explain?: string },
): Promise<void> {
  for (const [option, value] of Object.entries({ html, resume, explain }))
    if (value === '') throw refusal(`--${option} is empty; a path was expected`);
  if (html !== undefined) {
    for (const [option, other] of Object.entries({ resume, explain }))
      if (other !== undefined && (await real(html)) === (await real(other)))
        throw refusal(`--html and --${option} are both ${quoteName(html)}; name two`);
    await requirePage(html);
    await requireWritable('--html', html, dirname(resolve(html)));
  }
  if (explain !== undefined) {
    await requireOutside(paths, explain);
    await requireWritable('--explain', explain, explain);
  }
}

/** A new file, an empty one, or one that begins as Assay's pages do. */
async function requirePage(html: string): Promise<void> {
  const found = await stat(html).catch(() => null);
  if (/[/\\]$/.test(html) || (found !== null && !found.isFile()))
    throw refusal(`--html ${quoteName(html)} is no regular file; the name of a page to write was expected`);
  if (found === null || found.size === 0) return;
  const handle = await open(html).catch(() => null);
  try {
    const start = new Uint8Array(64);
    await handle?.read(start);
    if (!/^\s*<!doctype html/i.test(new TextDecoder().decode(start)))
      throw refusal(
        `--html ${quoteName(html)} is there and is no page; nothing else is overwritten, name another file`,
      );
  } finally {
    await handle?.close();
  }
}

async function requireWritable(option: string, path: string, folder: string): Promise<void> {
  const probe = join(folder, `.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await makeFolder(folder);
    await (await open(probe, 'wx')).close();
    await rm(probe);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw refusal(`${option} ${quoteName(path)} cannot be written (${reason}); choose another place`);
  }
}

async function requireOutside(paths: readonly string[], explain: string): Promise<void> {
  const folder = await real(explain);
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (isFolder && isInside(await real(path), folder))
      throw refusal(
        `--explain ${quoteName(explain)} holds ${quoteName(path)}, and what lies there is not scanned; name a folder for the maps alone`,
      );
  }
}

/** Where the path leads: links are followed as far as it exists. */
async function real(path: string): Promise<string> {
  const whole = resolve(path);
  return realpath(whole).catch(async () =>
    dirname(whole) === whole ? whole : join(await real(dirname(whole)), basename(whole)),
  );
}

function refusal(message: string): AssayError {
  return new AssayError('E_ARGUMENT', `${message}.`);
}
