import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const ALGORITHMS = { md5, sha256 } as const;

/** What Assay asks of `node:crypto`'s `createHash`, in a browser (its own digests only come as promises). */
export function createHash(algorithm: keyof typeof ALGORITHMS): {
  update(data: string | Uint8Array): ReturnType<typeof createHash>;
  digest(encoding: 'hex'): string;
} {
  const hash = ALGORITHMS[algorithm].create();
  const chained = {
    update: (data: string | Uint8Array) => {
      hash.update(typeof data === 'string' ? new TextEncoder().encode(data) : data);
      return chained;
    },
    digest: () => bytesToHex(hash.digest()),
  };
  return chained;
}

export function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}
