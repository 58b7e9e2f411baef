import { expect, test } from 'vitest';
import { AssayError } from '../../errors.js';
import { makeSigner } from '../testing/certificates.js';
import { parseTrustList } from './trust.js';

test('authorities and single signers are told apart', () => {
  const { authority, certificate } = makeSigner('Acme');
  const signer = `-----BEGIN CERTIFICATE-----\n${Buffer.from(certificate).toString('base64')}\n-----END CERTIFICATE-----`;
  const list = parseTrustList(`# a comment\n${authority}\n${signer}\n`, 'list.pem');
  expect(list.count).toBe(2);
  expect(list.anchors).toContain('BEGIN CERTIFICATE');
  expect(list.signers.replace(/\s/g, '')).toContain(Buffer.from(certificate).toString('base64'));
});

test('a file without certificates, or with a broken one, is refused with its name', () => {
  const refusal = (pem: string): AssayError | undefined => {
    try {
      parseTrustList(pem, 'list.pem');
      return undefined;
    } catch (error) {
      return error instanceof AssayError ? error : undefined;
    }
  };
  expect(refusal('hello')).toMatchObject({ code: 'E_TRUST_LIST' });
  const broken = refusal('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----');
  expect(broken?.message).toContain('Certificate 1 of list.pem cannot be read');
});
