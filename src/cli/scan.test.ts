import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { makeTree } from '../dataset/testing/tree.js';
import { pictureOfLogit, tinyDetectorFile } from '../detect/testing/tiny-detector.js';
import type { Verdict } from '../detect/index.js';
import { encodePng } from '../image/index.js';
import { runCli } from './testing/run-cli.js';

const model = await tinyDetectorFile({ thresholds: { fakeAtLeast: 0.8, realAtMost: 0.2 } });
const [fake, real, unsure] = await Promise.all(
  [3, -3, 0].map((logit) => encodePng(pictureOfLogit(logit, logit + 5))),
);

async function setUp(files: Record<string, string | Uint8Array>) {
  const root = await makeTree({ 'tiny.onnx': model, ...files });
  const scan = (...argv: string[]) => runCli('scan', '--model', join(root, 'tiny.onnx'), ...argv);
  return { root, scan };
}

describe('assay scan', () => {
  it('judges what lies in folders, lists what it cannot, and says by its exit code what was found', async () => {
    const { root, scan } = await setUp({
      'p/a.png': fake!,
      'p/b/c.png': real!,
      'p/b/d.png': unsure!,
      'p/e.png': fake!.subarray(0, 60),
      'p/notes.txt': '',
    });
    const all = await scan(join(root, 'p'));
    expect(all.code).toBe(1);
    expect(all.out.split('\n').map((line) => line.split(/ +/)[0])).toEqual([
      ...['fake', 'real', 'inconclusive', 'error', ''],
    ]);
    expect(all.out).toMatch(/^fake {10}0\.9\d\d {2}.*p\/a\.png$/m);
    expect(all.out).toMatch(/e\.png {2}E_IMAGE_CORRUPT/);
    expect(all.err).toContain('notes.txt');
    expect(all.err).toContain(
      '3 pictures: 1 fake, 1 real, 1 inconclusive; 1 could not be judged; 1 entry passed over',
    );
    const b = join(root, 'p', 'b');
    expect((await scan(b)).code).toBe(0);
    expect((await scan(b, '--fail-on', 'inconclusive')).code).toBe(1);
    expect((await scan(join(root, 'p', 'a.png'), '--fail-on', 'never')).code).toBe(0);
    expect((await scan(join(root, 'p', 'e.png'))).code).toBe(3);
  });

  it('prints JSON, JSON lines and CSV of the same verdicts', async () => {
    const { root, scan } = await setUp({ '=a.png': fake!, 'b.png': real! });
    const json = JSON.parse((await scan(root, '--json')).out) as Verdict[];
    expect(json.map(({ verdict }) => verdict)).toEqual(['fake', 'real']);
    const lines = (await scan(root, '--jsonl')).out.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as Verdict)).toEqual(json);
    const csv = (await scan(join(root, '=a.png'), '--csv')).out.trim().split('\n');
    expect(csv[0]).toMatch(/^file,verdict,reason/);
    expect(csv).toHaveLength(2);
    expect(JSON.parse((await scan(join(root, 'b.png'), '--json', '--quiet')).out)).toHaveLength(1);
  });

  it('goes on with a file of verdicts and comes to the same set', async () => {
    const { root, scan } = await setUp({
      'p/a.png': fake!,
      'p/b.png': real!,
      'p/c.png': unsure!,
      'p/d.jpg': 'broken',
    });
    const [whole, broken] = ['whole', 'broken'].map((name) => join(root, `${name}.jsonl`)) as [
      string,
      string,
    ];
    expect((await scan(join(root, 'p'), '--resume', whole)).code).toBe(1);
    const lines = await readFile(whole, 'utf8');
    expect(lines.split('\n')).toHaveLength(5);
    await writeFile(broken, lines.slice(0, lines.indexOf('\n') + 30));
    const resumed = await scan(join(root, 'p'), '--resume', broken);
    expect(resumed.code).toBe(1);
    expect(resumed.err).toContain('1 known from before');
    expect(await readFile(broken, 'utf8')).toBe(lines);
    const again = await scan(join(root, 'p'), '--resume', broken);
    expect(again.out.split('\n')).toHaveLength(2); // the failure is tried again
    expect(await readFile(broken, 'utf8')).toBe(lines);
  });

  it('is killed outright in the middle, goes on, and comes to the set of an unbroken scan', async () => {
    const pictures = await Promise.all(
      Array.from({ length: 120 }, async (_, i) => [
        `p/${String(i).padStart(3, '0')}.png`,
        await encodePng(pictureOfLogit((i % 7) - 3, i)),
      ]),
    );
    const { root, scan } = await setUp(Object.fromEntries(pictures) as Record<string, Uint8Array>);
    const [whole, broken] = [join(root, 'whole.jsonl'), join(root, 'broken.jsonl')];
    await scan(join(root, 'p'), '--resume', whole);
    const built = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
    const argv = ['scan', join(root, 'p'), '--model', join(root, 'tiny.onnx'), '--resume', broken];
    const child = spawn(process.execPath, [built, ...argv, '--workers', '1'], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    for (let size = 0; size === 0 && child.exitCode === null; await new Promise(setImmediate))
      size = await stat(broken).then(
        (about) => about.size,
        () => 0,
      );
    child.kill('SIGKILL');
    await ended;
    await appendFile(broken, '{"file":"half a li'); // as a power cut would leave it
    const resumed = await scan(join(root, 'p'), '--resume', broken);
    expect(resumed.code).toBe(1);
    const linesOf = async (path: string) => (await readFile(path, 'utf8')).trim().split('\n').sort();
    expect(await linesOf(broken)).toEqual(await linesOf(whole));
  });

  it('writes a page that stands alone, with escaped names', async () => {
    const { root, scan } = await setUp({ 'p/<img src=x>.png': fake!, 'p/b.png': unsure!, 'p/c.png': '' });
    const page = join(root, 'out', 'scan.html');
    await scan(join(root, 'p'), '--html', page);
    const text = await readFile(page, 'utf8');
    expect(text).toContain('1 of 2 pictures called fake');
    expect(text).toContain('&lt;img src=x&gt;.png');
    expect(text).not.toContain('<img src=x>');
    expect(text.match(/data:image\/jpeg;base64/g)).toHaveLength(2);
    expect(text).toContain('E_IMAGE_EMPTY');
  });

  it('writes over no picture and no verdicts, and refuses maps where pictures lie, before it begins', async () => {
    const { root, scan } = await setUp({
      'p/a.png': fake!,
      'notes.txt': 'kept',
      'page.html': '<!doctype html>old',
    });
    const [p, notes, page] = ['p', 'notes.txt', 'page.html'].map((name) => join(root, name)) as [
      ...[string, string, string],
    ];
    for (const [option, ...argv] of [
      ['--html', join(p, 'a.png')],
      ['--html', p],
      ['--html', notes],
      ['--html', join(root, 'new/')],
      ['--html', join('/proc', 'page.html')],
      ['--html', join(root, 'maps'), '--explain', join(root, 'maps')],
      ['--explain', '/proc/maps'],
      ['--html', join(notes, 'page.html')],
      ['--html', ''],
      ['--html', join(root, 'x'), '--resume', join(root, 'x')],
      ['--explain', p],
      ['--explain', root],
    ] as const) {
      const refused = await scan(p, option!, ...argv);
      expect(refused).toMatchObject({ code: 2, err: expect.stringContaining(option!) as string });
      expect(refused.err).toMatch(/^E_ARGUMENT/);
    }
    expect((await scan(p, '--resume', notes, '--html', page)).err).toMatch(/^E_SCAN_RESUME/);
    expect(await readFile(join(p, 'a.png'))).toEqual(Buffer.from(fake!));
    expect(await readFile(notes, 'utf8')).toBe('kept');
    expect(await readFile(page, 'utf8')).toBe('<!doctype html>old');
  });

  it('teaches by its help', async () => {
    const { out, code } = await runCli('scan', '--help');
    expect(code).toBe(0);
    for (const word of ['Examples:', 'Exit codes: 0', '--fail-on', '--resume', 'assay models', 'no proof'])
      expect(out).toContain(word);
  });

  it('lets predict take its detector first, by an option, or not at all', async () => {
    const { root } = await setUp({ 'a.png': fake! });
    const [tiny, picture] = [join(root, 'tiny.onnx'), join(root, 'a.png')];
    const [first, named] = [
      await runCli('predict', tiny, picture, '--csv'),
      await runCli('predict', '--model', tiny, picture, '--csv'),
    ];
    expect(first.out).toContain(',fake,');
    expect(named).toEqual(first);
    expect(await runCli('predict', tiny)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^E_ARGUMENT: .*no picture/) as string,
    });
  });

  it('says what to do where there is no such detector or nothing to scan', async () => {
    const { root } = await setUp({});
    const none = await runCli('scan', root, '--model', 'no-such');
    expect(none.code).toBe(2);
    expect(none.err).toMatch(/^E_DETECTOR_UNKNOWN: .*"no-such".*assay train/);
    const lost = await runCli('scan', join(root, 'none'), '--model', join(root, 'tiny.onnx'));
    expect(lost).toMatchObject({ code: 2, err: expect.stringMatching(/^E_FILE_NOT_FOUND/) as string });
  });
});
