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
  const failures = statuses.filter(({ kind }) => kind === 'failure');
  const tampered = failures.find((failure) => isTampering(failure, statuses));
  if (tampered) return { state: 'tampered', reason: `${tamperReason(tampered.code)} (${tampered.code}).` };
  const other = failures.find(({ code }) => !EXPIRED.has(code) && !isTrustMatter(code));
  const expired = failures.find(({ code }) => EXPIRED.has(code));
  if (expired && !other) {
    return {
      state: 'expired',
      reason: `The certificate had run out, and no trusted time stamp says that it was signed before (${expired.code}).`,
    };
  }
  const broken = other ?? failures[0];
  const rule = broken
    ? [broken.explanation, `(${broken.code})`].filter(Boolean).join(' ')
    : '(no code given)';
  return { state: 'invalid', reason: `The manifest breaks a rule: ${rule}.` };
}

/**
 * Hashes or signatures that do not match what they cover. The reader uses a mismatch code also where the hash itself
 * matched and only its form is against the rules (an exclusion wider than the manifest, say): that is no tampering.
 */
function isTampering({ code, url }: C2paStatus, statuses: readonly C2paStatus[]): boolean {
  if (!/^(assertion|claimSignature|claim)\.(.*\.)?mismatch$/i.test(code)) return false;
  const matched = code.replace(/mismatch$/, 'match');
  return !statuses.some(
    (status) => status.kind === 'success' && status.code === matched && status.url === url,
  );
}

function isTrustMatter(code: string): boolean {
  return code === UNTRUSTED || code.startsWith('cawg.') || code.startsWith('timeStamp.');
}

function tamperReason(code: string): string {
  if (code.startsWith('claimSignature')) return 'The manifest is not what was signed';
  if (/hashedURI/i.test(code)) return 'A part of the manifest is not what was signed';
  return 'The picture is not the one that was signed';
}
