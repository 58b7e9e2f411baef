import { createHash, sign } from 'node:crypto';
import { be16, be32, box, join, jpegSegment, pngChunk, withSegments } from './build.js';
import { cbor, type Cbor } from './cbor.js';
import type { TestSigner } from './certificates.js';

/** One manifest of a test store. */
export interface TestManifest {
  label: string;
  generator?: string;
  /** Assertions by label; a data hash is added to the active manifest. */
  assertions: Record<string, Cbor>;
  /** Label of the manifest of the picture that this one was made from. */
  parent?: string;
  relationship?: 'parentOf' | 'componentOf' | 'inputTo';
}

const TYPE = {
  store: 'c2pa',
  manifest: 'c2ma',
  assertions: 'c2as',
  claim: 'c2cl',
  signature: 'c2cs',
  cbor: 'cbor',
};

/** An actions assertion. */
export const actions = (...list: Record<string, string>[]): Cbor => ({ actions: list });

/** The JPEG with a signed store; the last manifest is the active one. */
export function signedJpeg(jpeg: Uint8Array, manifests: TestManifest[], signer: TestSigner): Uint8Array {
  return embed(jpeg, manifests, signer, 2, (store) =>
    withSegments(jpeg, jpegSegment(0xeb, join('JP', be16(1), be32(1), store))),
  );
}

/** The PNG with a signed store. */
export function signedPng(png: Uint8Array, manifests: TestManifest[], signer: TestSigner): Uint8Array {
  return embed(png, manifests, signer, 33, (store) =>
    join(png.subarray(0, 33), pngChunk('caBX', store), png.subarray(33)),
  );
}

/** The data hash leaves out the bytes of the store itself, so its length is found in a first pass. */
function embed(
  picture: Uint8Array,
  manifests: TestManifest[],
  signer: TestSigner,
  start: number,
  put: (store: Uint8Array) => Uint8Array,
): Uint8Array {
  const hash = createHash('sha256').update(picture).digest();
  const build = (length: number): Uint8Array => {
    const dataHash: Cbor = {
      exclusions: [{ start: { wide: start }, length: { wide: length } }],
      name: 'jumbf manifest',
      alg: 'sha256',
      hash: new Uint8Array(hash),
      pad: new Uint8Array(8),
    };
    return put(manifestStore(manifests, signer, dataHash));
  };
  return build(build(0).length - picture.length);
}

/** The JUMBF bytes of a store (C2PA 1.4 claims, which every reader knows). */
export function manifestStore(manifests: TestManifest[], signer: TestSigner, dataHash: Cbor): Uint8Array {
  const built = new Map<string, Uint8Array>();
  manifests.forEach((manifest, index) => {
    const active = index === manifests.length - 1;
    const assertions: Record<string, Cbor> = {
      ...manifest.assertions,
      ...(active && { 'c2pa.hash.data': dataHash }),
      ...(!active && { 'c2pa.hash.data': { ...(dataHash as object), exclusions: [] } as Cbor }),
      ...(manifest.parent !== undefined && {
        'c2pa.ingredient': {
          'dc:title': 'earlier.jpg',
          'dc:format': 'image/jpeg',
          instanceID: 'xmp:iid:1',
          relationship: manifest.relationship ?? 'parentOf',
          c2pa_manifest: {
            url: `self#jumbf=/c2pa/${manifest.parent}`,
            hash: hashOf(built.get(manifest.parent) ?? box('jumb', '')),
          },
        },
      }),
    };
    built.set(manifest.label, manifestBox({ ...manifest, assertions }, signer));
  });
  return superbox(TYPE.store, 'c2pa', ...built.values());
}

function manifestBox(
  { label, generator = 'assay-test/1.0', assertions }: TestManifest,
  signer: TestSigner,
): Uint8Array {
  const boxes = Object.entries(assertions).map(
    ([name, value]) => [name, superbox(TYPE.cbor, name, box('cbor', cbor(value)))] as const,
  );
  const claim = cbor({
    alg: 'sha256',
    claim_generator: generator,
    'dc:title': 'test',
    'dc:format': 'image/jpeg',
    instanceID: 'xmp:iid:2',
    signature: `self#jumbf=/c2pa/${label}/c2pa.signature`,
    assertions: boxes.map(([name, bytes]) => ({
      url: `self#jumbf=c2pa.assertions/${name}`,
      hash: hashOf(bytes),
    })),
  });
  return superbox(
    TYPE.manifest,
    label,
    superbox(TYPE.assertions, 'c2pa.assertions', ...boxes.map(([, bytes]) => bytes)),
    superbox(TYPE.claim, 'c2pa.claim', box('cbor', claim)),
    superbox(TYPE.signature, 'c2pa.signature', box('cbor', coseSign1(claim, signer))),
  );
}

/** COSE_Sign1 over a detached claim (RFC 9052), EdDSA, certificate in the protected header. */
function coseSign1(claim: Uint8Array, { privateKey, certificate }: TestSigner): Uint8Array {
  const header = cbor(
    new Map<number, Cbor>([
      [1, -8],
      [33, [certificate]],
    ]),
  );
  const toSign = cbor(['Signature1', header, new Uint8Array(), claim]);
  const signature = sign(null, toSign, privateKey);
  return cbor({ tag: 18, of: [header, {}, null, new Uint8Array(signature)] });
}

/** Hashed URIs cover a superbox without its own header. */
function hashOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes.subarray(8)).digest());
}

export function superbox(type: string, label: string, ...contents: Uint8Array[]): Uint8Array {
  const uuid = join(type, Uint8Array.from(Buffer.from('00110010800000aa00389b71', 'hex')));
  return box('jumb', box('jumd', uuid, Uint8Array.of(3), `${label}\0`), ...contents);
}
