import { afterAll, expect, test } from 'vitest';
import { inspect } from '../inspect.js';
import { be16, be32, box, join, pngChunk, tinyPng, withSegments, jpegSegment } from '../testing/build.js';
import { makeSigner } from '../testing/certificates.js';
import type { Cbor } from '../testing/cbor.js';
import { actions, manifestStore, signedPng, superbox } from '../testing/manifest.js';
import { TRAINED } from '../testing/marks.js';
import { jpegPicture, pngPicture } from '../testing/pictures.js';
import { closeC2paReader } from './reader.js';

afterAll(closeC2paReader);

const signer = makeSigner('Acme');
const inPng = (store: Uint8Array): Uint8Array => tinyPng(pngChunk('caBX', store));

function nestedBoxes(depth: number): Uint8Array {
  // Built from the inside by lengths alone; building it box by box would copy quadratically.
  const head = (length: number): Uint8Array => join(be32(length), 'jumb');
  const description = box(
    'jumd',
    'c2ma',
    Uint8Array.from(Buffer.from('00110010800000aa00389b71', 'hex')),
    '\x03x\0',
  );
  const parts: Uint8Array[] = [];
  const each = 8 + description.length;
  for (let level = 0; level < depth; level++) parts.push(head((depth - level) * each), description);
  return join(...parts);
}

function nestedCbor(depth: number): Uint8Array {
  return join(new Uint8Array(depth).fill(0x81), '\0');
}

test.each([
  ['nothing', () => new Uint8Array()],
  ['a superbox that says 4 GB', () => join(be32(0xffffffff), 'jumb', be32(30), 'jumdc2pa')],
  ['a superbox of length zero', () => join(be32(0), 'jumb', be32(0), 'jumd')],
  ['boxes nested 20,000 deep', () => superbox('c2pa', 'c2pa', nestedBoxes(20_000))],
  [
    'a claim nested 200,000 deep',
    () =>
      superbox(
        'c2pa',
        'c2pa',
        superbox(
          'c2ma',
          'urn:uuid:a',
          superbox('c2as', 'c2pa.assertions', superbox('cbor', 'x', box('cbor', '\0'))),
          superbox('c2cl', 'c2pa.claim', box('cbor', nestedCbor(200_000))),
          superbox('c2cs', 'c2pa.signature', box('cbor', nestedCbor(200_000))),
        ),
      ),
  ],
  ['an assertion nested 200,000 deep', () => storeWith({ encoded: nestedCbor(200_000) })],
  ['an assertion that says 4 GB', () => storeWith({ encoded: Uint8Array.of(0x9a, 0xff, 0xff, 0xff, 0xff) })],
  [
    '50,000 actions',
    () => storeWith(actions(...Array.from({ length: 50_000 }, () => ({ action: 'c2pa.edited' })))),
  ],
])('%s in the place of a manifest', async (_, store) => {
  const { c2pa, ...rest } = await inspect(inPng(store()));

  expect(JSON.stringify(rest).length).toBeLessThan(10_000);
  expect(c2pa?.state).toMatch(/unreadable|invalid|tampered/);
});

function storeWith(assertion: Cbor): Uint8Array {
  return manifestStore([{ label: 'urn:uuid:a', assertions: { 'c2pa.actions': assertion } }], signer, {
    alg: 'sha256',
    hash: new Uint8Array(32),
    pad: new Uint8Array(8),
    exclusions: [],
  });
}

test('after all that the reader still reads', async () => {
  const file = signedPng(
    await pngPicture(),
    [
      {
        label: 'urn:uuid:a',
        assertions: { 'c2pa.actions': actions({ action: 'c2pa.created', digitalSourceType: TRAINED }) },
      },
    ],
    signer,
  );
  expect((await inspect(file)).c2pa?.state).toBe('valid');
});

test('APP11 packets in any order and number are a matter for the reader', async () => {
  const packet = (number: number, data: string): Uint8Array =>
    jpegSegment(0xeb, join('JP', be16(1), be32(number), be32(1 << 30), 'jumb', be32(31), 'jumd', data));
  const many = Array.from({ length: 300 }, (_, index) => packet(300 - index, 'c2pa'.repeat(20)));
  const { c2pa } = await inspect(withSegments(await jpegPicture(), ...many));
  expect(c2pa?.state).toBe('unreadable');
});
