import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { from, scene } from '../dataset/audit/testing/scenes.js';
import type { AuditReport } from '../dataset/index.js';
import { makeTree } from '../dataset/testing/tree.js';
import { runCli } from './testing/run-cli.js';

const EACH = 14;
const jpegs: Record<string, Uint8Array> = {};
const fakePngs: Record<string, Uint8Array> = {};
for (let k = 0; k < EACH; k++) {
  const [fake, real] = [from(scene(100 + k, 48, 48)), from(scene(200 + k, 48, 48))];
  jpegs[`real/${k}.jpg`] = await real.jpeg({ quality: 90 }).toBuffer();
  jpegs[`fake/${k}.jpg`] = await fake.jpeg({ quality: 90 }).toBuffer();
  fakePngs[`fake/${k}.png`] = await fake.png().toBuffer();
}
const reals = Object.fromEntries(Object.entries(jpegs).filter(([name]) => name.startsWith('real')));
const quick = ['--no-data-cache', '--quiet'];

describe('assay audit', () => {
  it('prints findings, floor and progress; exit code 0 without --strict', async () => {
    const root = await makeTree({ ...reals, ...fakePngs });
    const { code, out, err } = await runCli('audit', root, '--no-data-cache');
    expect(code).toBe(0);
    expect(out).toContain(`${2 * EACH} pictures, ${EACH} fake and ${EACH} real`);
    expect(out).toMatch(/Blocks: A classifier that sees only format, size and compression/);
    expect(out).toMatch(/Header-only floor: accuracy 100\.0%/);
    expect(err).toMatch(/Audit: reading {2}28\/28/);
    const quiet = await runCli('audit', root, ...quick);
    expect(quiet).toMatchObject({ code: 0, out, err: '' });
  });

  it('fails as asked: --strict where something blocks, --fail-on from a grade on', async () => {
    const leaky = await makeTree({ ...reals, ...fakePngs });
    expect((await runCli('audit', leaky, '--strict', ...quick)).code).toBe(1);
    const clean = await makeTree(jpegs);
    const { code, out } = await runCli('audit', clean, '--strict', ...quick);
    expect(code).toBe(0);
    expect(out).toMatch(/Findings: 0 blocking, 1 warning, 0 notes/); // fourteen of each are few
    expect((await runCli('audit', clean, '--fail-on', 'warns', ...quick)).code).toBe(1);
    expect((await runCli('audit', clean, '--fail-on', 'blocks', ...quick)).code).toBe(0);
  });

  it('prints the report as JSON, and writes it with a page', async () => {
    const root = await makeTree({ ...jpegs, 'real/cut.jpg': jpegs['real/0.jpg']!.subarray(0, 400) });
    const folder = join(await makeTree({ 'notes.txt': '' }), 'out', 'audit');
    const args = ['audit', root, '--json', '--seed', '7', '--no-data-cache'];
    const { code, out, err } = await runCli(...args, '--out', folder);
    expect(code).toBe(3);
    expect(err).toContain('Left out real/cut.jpg: E_IMAGE_CORRUPT');
    const report = JSON.parse(out) as AuditReport;
    expect(report.data.byLabel).toEqual({ fake: EACH, real: EACH });
    expect((await readdir(folder)).sort()).toEqual(['audit.html', 'audit.json']);
    expect(JSON.parse(await readFile(join(folder, 'audit.json'), 'utf8'))).toEqual(report);
    expect(await readFile(join(folder, 'audit.html'), 'utf8')).toMatch(/^<!doctype html>/i);
    expect((await runCli(...args)).out).toBe(out);
  });

  it('looks across the splits that it is given, files or run folders, and for groups that they break', async () => {
    const copy = await from(scene(203, 48, 48))
      .jpeg({ quality: 60 })
      .toBuffer();
    const root = await makeTree({ ...jpegs, 'real/copy.jpg': copy });
    const ids = [...Object.keys(jpegs), 'real/copy.jpg'];
    const partOf = (id: string): string => (id === 'real/copy.jpg' ? 'validation' : 'train');
    const lines = ids.map((id) => `${id},${id.slice(0, 4)},${partOf(id)}`);
    await writeFile(join(root, 'split.csv'), ['id,label,part', ...lines, ''].join('\n'));
    for (const split of [join(root, 'split.csv'), root]) {
      const { code, out } = await runCli('audit', root, '--split', split, '--strict', ...quick);
      expect(code).toBe(1);
      expect(out).toContain('1 pair of the same picture lies in different parts of the split');
    }
    const grouped = ['--split', root, '--group-by', '(real)/(?:copy|3)'];
    const { out } = await runCli('audit', root, ...grouped, ...quick);
    expect(out).toContain("1 group of the data set's own straddles parts of the split");
  });

  it('takes two folders, a CSV, or one class alone, and tells labels that contradict the folders', async () => {
    const rows = Object.keys(jpegs).map(
      (name) => `${name},${name === 'fake/3.jpg' ? 'real' : name.slice(0, 4)}`,
    );
    const root = await makeTree({ ...jpegs, 'faces.csv': ['file,label', ...rows, ''].join('\n') });
    const csv = await runCli('audit', join(root, 'faces.csv'), ...quick);
    expect(csv.out).toMatch(/^faces: 28 pictures, 13 fake and 15 real/);
    expect(csv.out).toContain(
      '1 label contradicts the folder that the picture lies in (fake/3.jpg is labelled real)',
    );
    const two = await runCli('audit', '--real', join(root, 'fake'), '--fake', join(root, 'real'), ...quick);
    expect(two.out).not.toContain('contradicts');
    const one = await runCli('audit', '--real', join(root, 'real'), ...quick);
    expect(one.out).toMatch(/Blocks: No readable fake picture/);
  });

  it('keeps facts between audits, and says what is wrong with arguments', async () => {
    const root = await makeTree(jpegs);
    const cache = ['--data-cache', join(root, 'cache'), '--quiet', '--json'];
    const data = ['--real', join(root, 'real'), '--fake', join(root, 'fake')];
    const first = JSON.parse((await runCli('audit', ...data, ...cache)).out) as AuditReport;
    const second = JSON.parse((await runCli('audit', ...data, ...cache)).out) as AuditReport;
    expect([first.settings.cached, second.settings.cached]).toEqual([0, 2 * EACH]);
    expect({ ...second, settings: first.settings }).toEqual(first);
    expect(await runCli('audit')).toMatchObject({ code: 2, out: '' });
    expect(await runCli('audit', root, '--fail-on', 'anything')).toMatchObject({ code: 2, out: '' });
    expect(await runCli('audit', root, '--split', join(root, 'gone.csv'))).toMatchObject({ code: 2 });
    expect((await runCli('audit', '--help')).out).toContain('Exit codes: 1 where --strict');
  });
});
