import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuse } from '../fuse.js';
import { inspect } from '../inspect.js';
import { app1Xmp, be16, be32, box, bytesOf, join, jpegSegment, withSegments } from '../testing/build.js';
import { makeSigner } from '../testing/certificates.js';
import { actions, signedJpeg, signedPng, superbox, type TestManifest } from '../testing/manifest.js';
import { CAPTURE, TRAINED, xmpPacket } from '../testing/marks.js';
import { jpegPicture, pngPicture } from '../testing/pictures.js';
import { closeC2paReader, readManifestStore } from './reader.js';
import { parseTrustList, type TrustList } from './trust.js';

// Signed with keys made here; what is checked is the reference reader's own judgement of the bytes.
const signer = makeSigner('Acme');
const created = (digitalSourceType: string, label = 'urn:uuid:a'): TestManifest => ({
  label,
  assertions: { 'c2pa.actions': actions({ action: 'c2pa.created', digitalSourceType }) },
});
let jpeg: Uint8Array;
let trust: TrustList;

beforeAll(async () => {
  jpeg = await jpegPicture();
  trust = parseTrustList(signer.authority, 'the test authority');
});
afterAll(closeC2paReader);

test('a signature that holds is valid, and trusted where its authority is on the list', async () => {
  const file = signedJpeg(jpeg, [created(TRAINED)], signer);
  const alone = await inspect(file);
  expect(alone.c2pa).toMatchObject({ state: 'valid', validationState: 'Valid', manifests: 1 });
  expect(alone.claims).toMatchObject([
    { source: 'c2pa', statement: 'generated', strength: 'signed-untrusted' },
  ]);
  const trusted = await inspect(file, { trust });
  expect(trusted.c2pa).toMatchObject({ state: 'trusted', validationState: 'Trusted' });
  expect(trusted.c2pa?.activeManifest).toMatchObject({
    generator: 'assay-test/1.0',
    signer: { issuer: 'Acme', commonName: 'Signer', algorithm: 'Ed25519' },
    actions: [{ action: 'c2pa.created', digitalSourceType: TRAINED }],
  });
  expect(trusted.claims).toMatchObject([{ statement: 'generated', strength: 'signed-trusted' }]);
  expect(fuse('real', trusted.claims)).toMatchObject({ verdict: 'fake', decidedBy: 'c2pa' });
});

test('a signed PNG is read like a JPEG', async () => {
  const file = signedPng(await pngPicture(), [created(TRAINED)], signer);
  expect((await inspect(file, { trust })).c2pa?.state).toBe('trusted');
});

test('a changed picture, a changed manifest and a manifest moved to another picture are tampered', async () => {
  const file = signedJpeg(jpeg, [created(TRAINED)], signer);
  const pixel = file.slice();
  pixel[pixel.length - 20]! ^= 1;
  expect((await inspect(pixel, { trust })).c2pa).toMatchObject({
    state: 'tampered',
    reason: 'The picture is not the one that was signed (assertion.dataHash.mismatch).',
  });
  const claim = file.slice();
  const at = Buffer.from(file).indexOf('assay-test/1.0');
  claim[at] = 'A'.charCodeAt(0);
  expect((await inspect(claim, { trust })).c2pa).toMatchObject({ state: 'tampered' });
  const segmentEnd = 2 + 2 + (file[4]! << 8) + file[5]!;
  const moved = join(file.subarray(0, segmentEnd), (await jpegPicture({ quality: 30 })).subarray(2));
  const { c2pa, claims } = await inspect(moved, { trust });
  expect(c2pa?.state).toBe('tampered');
  expect(claims[0]?.strength).toBe('signed-invalid');
});

test('a certificate that had run out is expired, one for another purpose invalid', async () => {
  const old = makeSigner('Old Camera', { from: 2020, to: 2021 });
  const expired = await inspect(signedJpeg(jpeg, [created(CAPTURE)], old), {
    trust: parseTrustList(old.authority, 'test'),
  });
  expect(expired.c2pa).toMatchObject({ state: 'expired', validationState: 'Invalid' });
  expect(fuse('inconclusive', expired.claims).verdict).toBe('inconclusive');
  const server = makeSigner('Web Server', { purpose: '1.3.6.1.5.5.7.3.1' });
  const invalid = await inspect(signedJpeg(jpeg, [created(CAPTURE)], server));
  expect(invalid.c2pa).toMatchObject({
    state: 'invalid',
    reason: 'The manifest breaks a rule: certificate missing required EKU (signingCredential.invalid).',
  });
});

test('a trusted camera signature counts for real, an untrusted one for nothing', async () => {
  const file = signedJpeg(jpeg, [created(CAPTURE)], signer);
  const trusted = (await inspect(file, { trust })).claims;
  expect(trusted).toMatchObject([{ statement: 'captured', strength: 'signed-trusted' }]);
  expect(fuse('inconclusive', trusted).verdict).toBe('real');
  expect(fuse('fake', trusted).verdict).toBe('inconclusive');
  expect(fuse('inconclusive', (await inspect(file)).claims).verdict).toBe('inconclusive');
});

test('a capture that its own manifest then edits says so, and counts for nothing', async () => {
  const manifest = {
    label: 'urn:uuid:a',
    assertions: {
      'c2pa.actions': actions(
        { action: 'c2pa.created', digitalSourceType: CAPTURE },
        { action: 'c2pa.drawing' },
      ),
    },
  };
  const { claims } = await inspect(signedJpeg(jpeg, [manifest], signer), { trust });
  expect(claims).toMatchObject([{ statement: 'captured', fields: { edits: 'drawing' } }]);
  expect(fuse('inconclusive', claims).verdict).toBe('inconclusive');
});

test('what is said of ingredients depends on how they were used', async () => {
  const derived = (relationship: NonNullable<TestManifest['relationship']>): TestManifest[] => [
    created(TRAINED),
    {
      label: 'urn:uuid:b',
      parent: 'urn:uuid:a',
      relationship,
      assertions: { 'c2pa.actions': actions({ action: 'c2pa.opened' }, { action: 'c2pa.cropped' }) },
    },
  ];
  const said = async (manifests: TestManifest[]): Promise<string[]> =>
    (await inspect(signedJpeg(jpeg, manifests, signer), { trust })).claims.map(
      ({ source, statement, strength }) => `${source} ${statement} ${strength}`,
    );
  expect(await said(derived('parentOf'))).toEqual([
    'c2pa edited signed-trusted',
    'c2pa-ingredient generated signed-trusted',
  ]);
  expect(await said(derived('componentOf'))).toContain('c2pa-ingredient edited-with-ai signed-trusted');
  expect(await said(derived('inputTo'))).toEqual(['c2pa edited signed-trusted']);
});

test('a long chain of ingredients is followed to a bound', async () => {
  const chain = Array.from({ length: 30 }, (_, index): TestManifest => ({
    ...created(TRAINED, `urn:uuid:${index}`),
    ...(index > 0 && { parent: `urn:uuid:${index - 1}` }),
  }));
  const { c2pa, claims } = await inspect(signedJpeg(jpeg, chain, signer), { trust });
  expect(c2pa).toMatchObject({ manifests: 30, state: 'trusted' });
  let depth = 0;
  for (let next = c2pa?.activeManifest; next; next = next.ingredients[0]?.manifest) depth += 1;
  expect(depth).toBe(8);
  expect(claims.length).toBeLessThanOrEqual(20);
});

test('stray bytes are no manifest, and a broken one in its place is unreadable', async () => {
  const stray = withSegments(
    join(jpeg, 'c2pa jumb jumd'),
    jpegSegment(0xfe, join(be32(200), 'jumb', be32(30), 'jumdc2pa', 'c2pa.claim')),
    jpegSegment(0xe5, bytesOf('JP\0\x01\0\0\0\x01\0\0\0(jumb\0\0\0 jumdc2pa')),
  );
  expect((await inspect(stray)).c2pa).toBeUndefined();
  const garbage = superbox('c2pa', 'c2pa', box('jumb', 'xxxxxxxxxxxxxxxx'));
  const broken = withSegments(jpeg, jpegSegment(0xeb, join('JP', be16(1), be32(1), garbage)));
  const { c2pa, claims } = await inspect(broken);
  expect(c2pa?.state).toBe('unreadable');
  expect(claims).toMatchObject([{ source: 'c2pa', statement: 'none', strength: 'signed-invalid' }]);
});

test('a remote manifest is named, not fetched; online, an address inside the network is refused', async () => {
  const url = 'https://127.0.0.1/manifest.c2pa';
  const file = withSegments(jpeg, app1Xmp(xmpPacket({ 'dcterms:provenance': url })));
  const offline = await inspect(file);
  expect(offline.c2pa).toMatchObject({ state: 'remote-only', remoteUrl: url });
  expect(offline.claims).toMatchObject([{ source: 'c2pa-remote', statement: 'none', strength: 'unsigned' }]);
  const online = await inspect(file, { online: true });
  expect(online.c2pa?.state).toBe('remote-only');
  expect(online.c2pa?.error).toContain('RemoteManifest');
});

test('a reader that is stopped for taking too long does not stop the next file', async () => {
  // It waits for an answer from the network that never comes.
  const stuck = await readManifestStore({
    format: 'image/jpeg',
    bytes: withSegments(jpeg, app1Xmp(xmpPacket({ 'dcterms:provenance': 'https://example.com/m.c2pa' }))),
    settings: JSON.stringify({ verify: { remote_manifest_fetch: true } }),
    fetch: () => new Promise(() => undefined),
    timeout: 500,
  });
  expect(stuck).toEqual({ error: 'The C2PA reader took longer than 0.5 s and was stopped.' });
  const file = signedJpeg(jpeg, [created(TRAINED)], signer);
  const results = await Promise.all([inspect(file, { trust }), inspect(file)]);
  expect(results.map(({ c2pa }) => c2pa?.state)).toEqual(['trusted', 'valid']);
});
