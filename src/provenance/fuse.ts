import type { Claim } from './claim.js';

/** A verdict on a picture. */
export type VerdictName = 'fake' | 'real' | 'inconclusive';

/** The verdict of pixels and provenance together. */
export interface Fusion {
  verdict: VerdictName;
  /** One sentence: what decided, and how far it goes. */
  reason: string;
  /** The source of the claim that decided; absent where the pixels did. */
  decidedBy?: string;
}

/**
 * Brings the verdict of the pixels and the claims of a file together. The rules, first match wins:
 *
 * 1. A signature that holds, trusted or not, and says generated or edited with AI: `fake`. Trusted capture and trusted
 *    generation at once stay with generation: a generator's own word against itself is not forged for gain.
 * 2. A trusted camera signature says captured, and no edit is signed with it or after it: counts for `real`. It
 *    settles `inconclusive` pixels; against pixels that say `fake`, or against generator text, the answer is
 *    `inconclusive`.
 * 3. Unsigned text, or a signature that does not hold, says generated or edited with AI: `fake`, with that claim named
 *    as the only reason.
 * 4. Everything else, camera EXIF, patterns, edits, and silence, leaves the verdict of the pixels as it is.
 */
export function fuse(pixels: VerdictName, claims: readonly Claim[]): Fusion {
  const isAi = ({ statement }: Claim): boolean => statement === 'generated' || statement === 'edited-with-ai';
  const byStatement = (a: Claim, b: Claim): number =>
    Number(b.statement === 'generated') - Number(a.statement === 'generated');
  const ai = claims.filter(isAi).sort(byStatement);
  const holding =
    ai.find(({ strength }) => strength === 'signed-trusted') ??
    ai.find(({ strength }) => strength === 'signed-untrusted');
  if (holding) return decide('fake', holding, signedReason(holding));
  const text = ai.find(({ strength }) => strength === 'signed-invalid' || strength === 'unsigned');
  const camera = untouchedCamera(claims);
  if (camera) return withCamera(pixels, camera, text);
  if (text) return decide('fake', text, textReason(text));
  return { verdict: pixels, reason: 'The pixels decide: the file makes no claim that could.' };
}

/** A trusted camera signature on the picture as it is: once edited, it speaks of an earlier picture. */
function untouchedCamera(claims: readonly Claim[]): Claim | undefined {
  const edited = claims.some(({ source, statement }) => source.startsWith('c2pa') && statement === 'edited');
  if (edited) return undefined;
  return claims.find(
    ({ statement, strength, fields }) =>
      statement === 'captured' && strength === 'signed-trusted' && fields?.edits === undefined,
  );
}

function withCamera(pixels: VerdictName, camera: Claim, text: Claim | undefined): Fusion {
  const covers =
    'A camera signature covers what the sensor recorded, not whether the scene before it was genuine, nor unsigned changes to metadata.';
  if (text) {
    return decide(
      'inconclusive',
      camera,
      `A trusted signature says that it was captured, unsigned text (${text.source}) says otherwise.`,
    );
  }
  if (pixels === 'fake') {
    return decide(
      'inconclusive',
      camera,
      `The pixels look generated or manipulated, but a trusted signature says that it was captured. ${covers}`,
    );
  }
  return decide('real', camera, `${camera.summary} ${covers}`);
}

function signedReason({ statement, strength, summary }: Claim): string {
  const extent = statement === 'generated' ? '' : ' This is about the edit; the rest may be a photograph.';
  const trust = strength === 'signed-trusted' ? '' : ' Anyone can sign so; only a trust list tells who did.';
  return `${summary}${extent}${trust}`;
}

function textReason({ source, statement, strength, summary }: Claim): string {
  const what = statement === 'generated' ? 'generated' : 'edited with AI';
  const standing =
    strength === 'unsigned'
      ? 'unsigned text, which anyone could have written'
      : 'a manifest whose signature cannot be relied on';
  return `Only because the file itself says that it was ${what} (${source}, ${standing}): ${summary}`;
}

function decide(verdict: VerdictName, { source }: Claim, reason: string): Fusion {
  return { verdict, reason, decidedBy: source };
}
