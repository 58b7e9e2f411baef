import type { Claim, ClaimStrength } from '../claim.js';
import { readSourceType } from '../marks/digital-source-type.js';
import { makeClaim } from '../marks/make-claim.js';
import { classifySoftware } from '../marks/software-names.js';
import type { C2paAction, C2paIngredient, C2paManifest, C2paResult } from './result.js';

/** Actions that change nothing that the picture shows. */
const HARMLESS =
  /^c2pa\.(opened|created|published|transcoded|repackaged|converted|watermarked|produced|managed|redacted|metadata|edited\.metadata|placed)$/;
const MAX_CLAIMS = 20;

/** Turns a C2PA result into claims: one for the active manifest, one for each ingredient that says something. */
export function c2paClaims(result: C2paResult): Claim[] {
  if (result.state === 'remote-only') return [remoteClaim(result)];
  const { activeManifest: active } = result;
  if (!active) return [unreadableClaim(result)];
  const strength = strengthOf(result);
  const { statement, why, edits } = statementOf(active);
  const own = makeClaim({
    source: 'c2pa',
    statement,
    strength,
    summary: `${signedBy(active, result)}: ${why}.`,
    raw: rawOf(active),
    fields: fieldsOf(active, { state: result.state, ...(edits && { edits }) }),
  });
  return [own, ...ingredientClaims(active, strength, 'whole')].slice(0, MAX_CLAIMS);
}

function strengthOf({ state }: C2paResult): ClaimStrength {
  if (state === 'trusted') return 'signed-trusted';
  return state === 'valid' ? 'signed-untrusted' : 'signed-invalid';
}

/** What one manifest says of the picture it belongs to. */
interface Said {
  statement: Claim['statement'];
  why: string;
  /** Edits of the same manifest, where the statement is that it was captured. */
  edits?: string;
}

/** The most telling action counts: generation, then AI edits, capture, other edits. */
export function statementOf(manifest: C2paManifest): Said {
  const said = manifest.actions.map((action) => ({ action, ...actionStatement(action) }));
  const find = (statement: Claim['statement']): string | undefined =>
    said.find((entry) => entry.statement === statement)?.why;
  const edits = said.filter((entry) => entry.statement === 'edited');
  const names = [...new Set(edits.map(({ action }) => action.action.replace(/^c2pa\./, '')))]
    .slice(0, 6)
    .join(', ');
  for (const statement of ['generated', 'edited-with-ai'] as const) {
    const why = find(statement);
    if (why !== undefined) return { statement, why };
  }
  const generator = manifest.generator ?? '';
  const created = manifest.actions.some(({ action }) => action === 'c2pa.created');
  if (created && classifySoftware(generator) === 'generator') {
    return { statement: 'generated', why: `created by ${generator}` };
  }
  const { make, model } = manifest.camera ?? {};
  const camera = [make, model].filter(Boolean).join(' ');
  const captured =
    find('captured') ?? (camera !== '' && edits.length === 0 ? `taken with ${camera}` : undefined);
  if (captured !== undefined) {
    return edits.length === 0
      ? { statement: 'captured', why: captured }
      : { statement: 'captured', why: `${captured}, then edited (${names})`, edits: names };
  }
  if (edits.length > 0) return { statement: 'edited', why: `edited (${names})` };
  return { statement: 'none', why: 'it does not say how the picture came about' };
}

function actionStatement({ action, digitalSourceType, softwareAgent }: C2paAction): {
  statement: Claim['statement'];
  why: string;
} {
  const by = softwareAgent ? ` by ${softwareAgent}` : '';
  const type = digitalSourceType === undefined ? undefined : readSourceType(digitalSourceType);
  // A generated part in an edit is an edit; only what is created from a model is generated as a whole.
  if (type?.statement === 'generated') {
    const whole = action === 'c2pa.created';
    return whole
      ? { statement: 'generated', why: `${type.words}${by}` }
      : { statement: 'edited-with-ai', why: `${action.replace(/^c2pa\./, '')} with a trained model${by}` };
  }
  if (type && type.statement !== 'none') return { statement: type.statement, why: `${type.words}${by}` };
  if (softwareAgent !== undefined && classifySoftware(softwareAgent) === 'generator') {
    return action === 'c2pa.created'
      ? { statement: 'generated', why: `created${by}` }
      : { statement: 'edited-with-ai', why: `${action.replace(/^c2pa\./, '')}${by}` };
  }
  return { statement: HARMLESS.test(action) ? 'none' : 'edited', why: `${action}${by}` };
}

/**
 * What the pictures say that this one was made from. A parent's statement is about the whole, a placed component's
 * about a part; what was only fed to a generator says nothing of the result.
 */
function ingredientClaims(manifest: C2paManifest, strength: ClaimStrength, share: 'whole' | 'part'): Claim[] {
  return manifest.ingredients.flatMap((ingredient) => {
    const { manifest: inner, relationship } = ingredient;
    if (!inner || relationship === 'inputTo') return [];
    const part = share === 'part' || relationship !== 'parentOf' ? 'part' : 'whole';
    const own = ingredientStrength(ingredient, strength);
    const claim = ingredientClaim(inner, part, own);
    return [...(claim ? [claim] : []), ...ingredientClaims(inner, own, part)];
  });
}

function ingredientClaim(
  manifest: C2paManifest,
  share: 'whole' | 'part',
  strength: ClaimStrength,
): Claim | undefined {
  const said = statementOf(manifest);
  if (said.statement === 'none' || (share === 'part' && said.statement === 'captured')) return undefined;
  const statement = share === 'part' && said.statement === 'generated' ? 'edited-with-ai' : said.statement;
  const which = share === 'part' ? 'A picture placed in it' : 'An earlier version';
  return makeClaim({
    source: 'c2pa-ingredient',
    statement,
    strength,
    summary: `${which}, signed by ${signerName(manifest)}: ${said.why}.`,
    raw: rawOf(manifest),
    fields: fieldsOf(manifest, said.edits ? { edits: said.edits } : {}),
  });
}

/** No stronger than the manifest it is kept in, and no stronger than its own signature. */
function ingredientStrength({ failures }: C2paIngredient, outer: ClaimStrength): ClaimStrength {
  const broken = failures.some((code) => code !== 'signingCredential.untrusted' && !code.startsWith('cawg.'));
  if (broken || outer === 'signed-invalid') return 'signed-invalid';
  return failures.length > 0 ? 'signed-untrusted' : outer;
}

function signedBy(manifest: C2paManifest, { state }: C2paResult): string {
  const time = manifest.signer?.time ? ` on ${manifest.signer.time.slice(0, 10)}` : '';
  const standing: Record<string, string> = {
    trusted: `Signed by ${signerName(manifest)}${time}, trusted`,
    valid: `Signed by ${signerName(manifest)}${time}, not on a trust list`,
    expired: `Signed by ${signerName(manifest)} with a certificate that had run out`,
    tampered: `Signed by ${signerName(manifest)}, but changed since`,
  };
  return standing[state] ?? `Signed by ${signerName(manifest)}, but the signature does not hold`;
}

function signerName({ signer }: C2paManifest): string {
  const { issuer, commonName } = signer ?? {};
  if (!issuer) return commonName ?? 'nobody named';
  return commonName && commonName !== issuer ? `${issuer} (${commonName})` : issuer;
}

function rawOf({ actions, generator }: C2paManifest): string {
  const steps = actions.map(({ action, digitalSourceType }) =>
    digitalSourceType ? `${action} [${digitalSourceType.split('/').at(-1) ?? ''}]` : action,
  );
  return [generator, ...steps].filter(Boolean).join('; ');
}

function fieldsOf(manifest: C2paManifest, more: Record<string, string>): Record<string, string> {
  const { signer, generator, camera } = manifest;
  const agent = manifest.actions.find(({ softwareAgent }) => softwareAgent)?.softwareAgent;
  return {
    ...more,
    signer: signerName(manifest),
    ...(signer?.time && { signed: signer.time }),
    ...(generator && { generator }),
    ...(agent && { tool: agent }),
    ...(camera?.make && { make: camera.make }),
    ...(camera?.model && { model: camera.model }),
  };
}

function remoteClaim({ remoteUrl, reason }: C2paResult): Claim {
  return makeClaim({
    source: 'c2pa-remote',
    statement: 'none',
    strength: 'unsigned',
    summary: reason,
    raw: remoteUrl ?? '',
  });
}

function unreadableClaim({ error, reason }: C2paResult): Claim {
  return makeClaim({
    source: 'c2pa',
    statement: 'none',
    strength: 'signed-invalid',
    summary: reason,
    raw: error ?? '',
    fields: { state: 'unreadable' },
  });
}
