import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { join } from './build.js';

/** A signer made for a test: key, certificate, and the authority to trust for it. */
export interface TestSigner {
  privateKey: KeyObject;
  certificate: Uint8Array;
  /** PEM of the authority. */
  authority: string;
}

const OID = {
  ed25519: '1.3.101.112',
  organization: '2.5.4.10',
  commonName: '2.5.4.3',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  subjectKeyIdentifier: '2.5.29.14',
  authorityKeyIdentifier: '2.5.29.35',
  c2paSigning: '1.3.6.1.4.1.62558.2.1',
};

/** Makes an authority and a signer under it, fit for C2PA unless told otherwise. Ed25519, keys from the name: same bytes every time. */
export function makeSigner(
  organization: string,
  { from = 2020, to = 2048, purpose = OID.c2paSigning } = {},
): TestSigner {
  const authority = keyPair(`${organization} authority`);
  const leaf = keyPair(organization);
  const rootName = name('Test Authority', `${organization} Root`);
  const root = certificate(
    rootName,
    rootName,
    authority.publicKey,
    authority.privateKey,
    [2020, 2048],
    [
      extension(OID.basicConstraints, true, sequence(der(0x01, Uint8Array.of(0xff)))),
      extension(OID.keyUsage, true, der(0x03, Uint8Array.of(1, 0x06))),
      ...identifiers(authority.publicKey, authority.publicKey),
    ],
  );
  const signer = certificate(
    name(organization, 'Signer'),
    rootName,
    leaf.publicKey,
    authority.privateKey,
    [from, to],
    [
      extension(OID.basicConstraints, true, sequence()),
      extension(OID.keyUsage, true, der(0x03, Uint8Array.of(7, 0x80))),
      extension(OID.extendedKeyUsage, false, sequence(oid(purpose))),
      ...identifiers(leaf.publicKey, authority.publicKey),
    ],
  );
  const base64 = Buffer.from(root)
    .toString('base64')
    .replace(/(.{64})/g, '$1\n');
  return {
    privateKey: leaf.privateKey,
    certificate: signer,
    authority: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

/** PKCS #8 of an Ed25519 key is a fixed head and 32 bytes. */
function keyPair(seed: string): { privateKey: KeyObject; publicKey: KeyObject } {
  const head = Buffer.from('302e020100300506032b657004220420', 'hex');
  const key = Buffer.concat([head, createHash('sha256').update(seed).digest()]);
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

function certificate(
  subject: Uint8Array,
  issuer: Uint8Array,
  publicKey: KeyObject,
  issuerKey: KeyObject,
  [from, to]: [number, number],
  extensions: Uint8Array[],
): Uint8Array {
  const algorithm = sequence(oid(OID.ed25519));
  const body = sequence(
    der(0xa0, der(0x02, Uint8Array.of(2))),
    der(0x02, Uint8Array.of(1, ...createHash('sha1').update(subject).digest().subarray(0, 8))),
    algorithm,
    issuer,
    sequence(time(from), time(to)),
    subject,
    new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign(null, body, issuerKey);
  return sequence(body, algorithm, der(0x03, join(Uint8Array.of(0), new Uint8Array(signature))));
}

function name(organization: string, commonName: string): Uint8Array {
  const part = (id: string, text: string): Uint8Array =>
    der(0x31, sequence(oid(id), der(0x0c, new Uint8Array(Buffer.from(text)))));
  return sequence(part(OID.organization, organization), part(OID.commonName, commonName));
}

function identifiers(own: KeyObject, issuer: KeyObject): Uint8Array[] {
  return [
    extension(OID.subjectKeyIdentifier, false, der(0x04, keyId(own))),
    extension(OID.authorityKeyIdentifier, false, sequence(der(0x80, keyId(issuer)))),
  ];
}

function keyId(key: KeyObject): Uint8Array {
  return new Uint8Array(
    createHash('sha1')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest(),
  );
}

function extension(id: string, critical: boolean, value: Uint8Array): Uint8Array {
  return sequence(oid(id), ...(critical ? [der(0x01, Uint8Array.of(0xff))] : []), der(0x04, value));
}

function time(year: number): Uint8Array {
  return der(0x17, new Uint8Array(Buffer.from(`${String(year % 100).padStart(2, '0')}0101000000Z`)));
}

function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((arc) => {
    const digits = [arc & 127];
    for (let left = arc >>> 7; left > 0; left >>>= 7) digits.unshift((left & 127) | 128);
    return digits;
  });
  return der(0x06, Uint8Array.of(first * 40 + second, ...bytes));
}

const sequence = (...parts: Uint8Array[]): Uint8Array => der(0x30, join(...parts));

function der(tag: number, data: Uint8Array): Uint8Array {
  const length =
    data.length < 128
      ? [data.length]
      : data.length < 256
        ? [0x81, data.length]
        : [0x82, data.length >> 8, data.length & 255];
  return join(Uint8Array.of(tag, ...length), data);
}
