import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { closeC2paReader } from '../provenance/index.js';
import { pngText, withChunks } from '../provenance/testing/build.js';
import { makeSigner } from '../provenance/testing/certificates.js';
import { actions, signedPng } from '../provenance/testing/manifest.js';
import { CAPTURE, INFOTEXT } from '../provenance/testing/marks.js';
import { pngPicture } from '../provenance/testing/pictures.js';
import { EXIT } from './exit-codes.js';
import { run } from './run.js';

let folder: string;
const signer = makeSigner('Acme');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-inspect-'));
  const png = await pngPicture({ palette: false });
  const created = { 'c2pa.actions': actions({ action: 'c2pa.created', digitalSourceType: CAPTURE }) };
  await writeFile(join(folder, 'drawn.png'), withChunks(png, pngText('parameters', INFOTEXT)));
  await writeFile(join(folder, 'plain.png'), png);
  await writeFile(
    join(folder, 'signed.png'),
    signedPng(png, [{ label: 'urn:uuid:a', assertions: created }], signer),
  );
  await writeFile(join(folder, 'trust.pem'), signer.authority);
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await closeC2paReader();
  await rm(folder, { recursive: true });
});

async function assay(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  const code = await run(['inspect', ...argv]);
  return { code, out, err };
}

test('one file in full, a folder as a table', async () => {
  const one = await assay(join(folder, 'drawn.png'));
  expect(one.code).toBe(EXIT.ok);
  expect(one.out).toContain('Without looking at the pixels: fake.');
  const all = await assay(folder);
  expect(all.out.split('\n').filter((line) => line.includes('.png'))).toHaveLength(3);
});

test('JSON is the result objects, and a trust list makes a signature trusted', async () => {
  const signed = join(folder, 'signed.png');
  const { out } = await assay(
    signed,
    join(folder, 'drawn.png'),
    '--json',
    '--trust',
    join(folder, 'trust.pem'),
  );
  const results = JSON.parse(out) as {
    file: string;
    c2pa?: { state: string };
    claims: { source: string }[];
  }[];
  expect(results.map(({ c2pa }) => c2pa?.state)).toEqual(['trusted', undefined]);
  expect(results[1]?.claims[0]?.source).toBe('a1111-parameters');
});

test('exit codes: asked for and found, missing, unreadable trust list', async () => {
  expect((await assay(folder, '--fail-on', 'tampered')).code).toBe(EXIT.ok);
  expect((await assay(folder, '--fail-on', 'tampered', 'generated')).code).toBe(EXIT.found);
  expect((await assay(folder, '--fail-on', 'nonsense')).code).toBe(EXIT.usage);
  expect(await assay(join(folder, 'missing.png'))).toMatchObject({ code: EXIT.usage });
  const trust = await assay(folder, '--trust', join(folder, 'plain.png'));
  expect(trust).toMatchObject({ code: EXIT.usage });
  expect(trust.err).toContain('E_TRUST_LIST');
});
