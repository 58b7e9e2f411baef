import { X509Certificate } from 'node:crypto';
import { AssayError } from '../../errors.js';

/** Certificates that a user trusts to sign manifests. */
export interface TrustList {
  /** PEM bundle of certificate authorities. */
  anchors: string;
  /** PEM bundle of signers trusted by themselves. */
  signers: string;
  count: number;
}

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{1,20000}-----END CERTIFICATE-----/g;
const MAX_CERTIFICATES = 10_000;

/**
 * Reads PEM text, such as the C2PA trust list (C2PA-TRUST-LIST.pem and C2PA-TSA-TRUST-LIST.pem of the C2PA conformance
 * programme), into a trust list: authorities and single signers. `name` is for the message. Throws E_TRUST_LIST.
 */
export function parseTrustList(pem: string, name: string): TrustList {
  const blocks = pem.match(BLOCK) ?? [];
  if (blocks.length === 0 || blocks.length > MAX_CERTIFICATES) {
    throw new AssayError(
      'E_TRUST_LIST',
      `${name} holds ${blocks.length} certificates; expected 1 to ${MAX_CERTIFICATES} in PEM, each between BEGIN CERTIFICATE and END CERTIFICATE lines.`,
    );
  }
  const anchors: string[] = [];
  const signers: string[] = [];
  blocks.forEach((block, index) => {
    (isAuthority(block, name, index) ? anchors : signers).push(block);
  });
  return { anchors: anchors.join('\n'), signers: signers.join('\n'), count: blocks.length };
}

function isAuthority(block: string, name: string, index: number): boolean {
  try {
    return new X509Certificate(block).ca;
  } catch (cause) {
    throw new AssayError(
      'E_TRUST_LIST',
      `Certificate ${index + 1} of ${name} cannot be read. Expected X.509 in PEM; remove it or take a whole copy.`,
      { cause },
    );
  }
}
