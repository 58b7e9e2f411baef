import { createHash } from 'node:crypto';
import { appendFile, chmod, lstat, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeTree } from '../dataset/testing/tree.js';
import { openLedger } from './ledger.js';

const MODEL = 'a'.repeat(64);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const line = (file: string, content: string, verdict: string, model = MODEL): string =>
  `${JSON.stringify({ file, sha256: sha256(content), verdict, model: { name: 'm', sha256: model } })}\n`;
const failure = (file: string): string =>
  `${JSON.stringify({ file, error: { code: 'E_IMAGE_CORRUPT', message: 'm' } })}\n`;

it('knows files by path, bytes and detector, and adds lines', async () => {
  const root = await makeTree({ a: 'one', b: 'two', c: 'three' });
  const [a, b, c] = ['a', 'b', 'c'].map((name) => join(root, name)) as [string, string, string];
  const path = join(root, 'out.jsonl');
  const before =
    line(a, 'one', 'fake') + line(b, 'other bytes', 'real') + line(c, 'three', 'real', 'b'.repeat(64));
  await writeFile(path, before);
  const ledger = await openLedger(path, MODEL);
  expect(ledger.kept).toBe(2);
  expect(await Promise.all([a, b, c, join(root, 'none')].map(ledger.known))).toEqual([
    'fake',
    undefined,
    undefined,
    undefined,
  ]);
  await ledger.append(line(b, 'two', 'real'));
  await ledger.close();
  expect(await readFile(path, 'utf8')).toBe(before + line(b, 'two', 'real'));
});

it('cuts off a torn last line and takes out failures, to try them again', async () => {
  const root = await makeTree({});
  const path = join(root, 'out.jsonl');
  await (await openLedger(path, MODEL)).close(); // a new one
  const whole = line('x', 'one', 'fake');
  await appendFile(path, whole + line('y', 'two', 'real').slice(0, -5));
  await (await openLedger(path, MODEL)).close();
  expect(await readFile(path, 'utf8')).toBe(whole);
  await appendFile(path, failure('bad') + line('z', 'three', 'real') + '{"file":"torn\0\0');
  const ledger = await openLedger(path, MODEL);
  expect(ledger.kept).toBe(2);
  await ledger.close();
  expect(await readFile(path, 'utf8')).toBe(whole + line('z', 'three', 'real'));
});

it('refuses a file of something else and leaves it as it is', async () => {
  const files = {
    'notes.txt': 'my notes\nof years\n',
    'list.json': '{"file":"a"}\n',
    list: '[1,2]',
    one: '{"file":"a"}',
    brace: '{',
  };
  const root = await makeTree(files);
  for (const name of Object.keys(files)) {
    const path = join(root, name);
    const before = await readFile(path);
    await expect(openLedger(path, MODEL)).rejects.toMatchObject({ code: 'E_SCAN_RESUME' });
    expect(await readFile(path)).toEqual(before);
  }
  await expect(openLedger(root, MODEL)).rejects.toMatchObject({ code: 'E_FILE_READ' });
});

it('reads lines that are longer than a block', async () => {
  const root = await makeTree({ long: 'one' });
  const path = join(root, 'out.jsonl');
  const verdict = JSON.parse(line(join(root, 'long'), 'one', 'real')) as object;
  await writeFile(path, `${JSON.stringify({ ...verdict, reason: 'é'.repeat(2e6) })}\n`);
  const ledger = await openLedger(path, MODEL);
  expect(await ledger.known(join(root, 'long'))).toBe('real');
  await ledger.close();
});

it('takes failures out of a file behind a link and leaves its mode alone', async () => {
  const root = await makeTree({ 'real.jsonl': failure('bad') + line('x', 'one', 'fake') });
  const [path, link] = [join(root, 'real.jsonl'), join(root, 'link.jsonl')];
  await chmod(path, 0o666);
  await symlink(path, link);
  await (await openLedger(link, MODEL)).close();
  expect(await readFile(path, 'utf8')).toBe(line('x', 'one', 'fake'));
  expect((await stat(path)).mode & 0o777).toBe(0o666);
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
});
