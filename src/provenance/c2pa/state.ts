import type { C2paState, C2paStatus } from './result.js';

const EXPIRED = new Set(['signingCredential.expired', 'claimSignature.outsideValidity']);
const UNTRUSTED = 'signingCredential.untrusted';

/**
 * The state of a store from the reader's own validation state and its failure codes. Only failures of the active
 * manifest decide: the reader has already weighed those of ingredients.
 */
export function stateOf(
  validationState: string | undefined,
  statuses: readonly C2paStatus[],
): { state: C2paState; reason: string } {
  if (validationState === 'Trusted') {
    return { state: 'trusted', reason: 'The signature holds, and its signer is on the trust list.' };
  }
  if (validationState === 'Valid') {
    return {
      state: 'valid',
      reason: 'The signature holds, but its signer is on no trust list that was given.',
    };
  }
  const failures = statuses.filter(({ kind }) => kind === 'failure').map(({ code }) => code);
  const tampered = failures.find(isTampering);
  if (tampered) return { state: 'tampered', reason: `${tamperReason(tampered)} (${tampered}).` };
  const other = failures.find((code) => !EXPIRED.has(code) && !isTrustMatter(code));
  const expired = failures.find((code) => EXPIRED.has(code));
  if (expired && !other) {
    return {
      state: 'expired',
      reason: `The certificate had run out, and no trusted time stamp says that it was signed before (${expired}).`,
    };
  }
  return {
    state: 'invalid',
    reason: `The manifest breaks a rule (${other ?? failures[0] ?? 'no code given'}).`,
  };
}

/** Hashes or signatures that do not match what they cover. */
function isTampering(code: string): boolean {
  return /^(assertion|claimSignature|claim)\.(.*\.)?mismatch$/i.test(code);
}

function isTrustMatter(code: string): boolean {
  return code === UNTRUSTED || code.startsWith('cawg.') || code.startsWith('timeStamp.');
}

function tamperReason(code: string): string {
  if (code.startsWith('claimSignature')) return 'The manifest is not what was signed';
  if (/hashedURI/i.test(code)) return 'A part of the manifest is not what was signed';
  return 'The picture is not the one that was signed';
}
