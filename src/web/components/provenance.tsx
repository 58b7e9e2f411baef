import type { C2paIngredient, C2paManifest } from '../../provenance/c2pa/result.js';
import type { Claim } from '../../provenance/claim.js';
import type { Inspection } from '../../provenance/inspect.js';
import { useTexts } from '../text/index.js';

const LONGEST = 600;

/** What a file says about itself: its signed history as a chain, then every claim with what it is worth. */
export function Provenance({ inspection }: { inspection: Inspection }) {
  const texts = useTexts();
  const { claims, contradictions, c2pa } = inspection;
  return (
    <>
      {claims.length === 0 && c2pa === undefined && <p>{texts.provenanceNothing}</p>}
      {c2pa && (
        <div class="claim">
          <h4>
            {texts.provenanceSigned} <span class={`tag ${c2pa.state}`}>{c2pa.state}</span>
          </h4>
          <p>{c2pa.reason}</p>
          {c2pa.activeManifest && (
            <ol class="chain">
              <Manifest manifest={c2pa.activeManifest} />
            </ol>
          )}
          {c2pa.error !== undefined && <p class="muted small">{c2pa.error}</p>}
        </div>
      )}
      <ul class="claims">
        {claims.map((claim) => (
          <ClaimItem claim={claim} />
        ))}
      </ul>
      {contradictions.length > 0 && (
        <>
          <h4>{texts.contradictions}</h4>
          <ul>
            {contradictions.map(({ summary }) => (
              <li>{summary}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function ClaimItem({ claim }: { claim: Claim }) {
  const texts = useTexts();
  const fields = Object.entries(claim.fields ?? {});
  return (
    <li class="claim">
      <p>
        <span class={`tag ${claim.statement}`}>{texts.statement[claim.statement]}</span>{' '}
        <span class="muted small">
          {claim.source}, {texts.strength[claim.strength]}
        </span>
      </p>
      <p lang="en">{claim.summary}</p>
      <p class="muted small" lang="en">
        {texts.caveat}: {claim.caveat}
      </p>
      {fields.length > 0 && (
        <details>
          <summary>{texts.fields}</summary>
          <dl class="facts" lang="en">
            {fields.map(([name, value]) => (
              <>
                <dt>{name}</dt>
                <dd>{value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value}</dd>
              </>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}

/** One manifest of the chain; those of the pictures it was made from come before it in time, below it here. */
function Manifest({ manifest }: { manifest: C2paManifest }) {
  const texts = useTexts();
  const { signer, generator, actions, ingredients } = manifest;
  const who = [signer?.commonName, signer?.issuer].filter(Boolean).join(', ') || texts.nobody;
  return (
    <li lang="en">
      <strong>{generator ?? manifest.label}</strong>, {texts.signedBy(who)}
      {signer?.time !== undefined && <>, {signer.time.slice(0, 10)}</>}
      {actions.length > 0 && (
        <div class="muted small">
          {actions
            .map(({ action, digitalSourceType, softwareAgent }) =>
              [
                action,
                digitalSourceType && `[${digitalSourceType.split('/').at(-1) ?? ''}]`,
                softwareAgent && `by ${softwareAgent}`,
              ]
                .filter(Boolean)
                .join(' '),
            )
            .join('; ')}
        </div>
      )}
      {ingredients.length > 0 && (
        <ol class="chain">
          {ingredients.map((ingredient) => (
            <Ingredient ingredient={ingredient} />
          ))}
        </ol>
      )}
    </li>
  );
}

function Ingredient({ ingredient }: { ingredient: C2paIngredient }) {
  const texts = useTexts();
  const { title, relationship, failures, manifest } = ingredient;
  return (
    <li>
      {texts.madeFrom} {title ?? '?'}
      {relationship !== undefined && <span class="muted"> ({relationship})</span>}
      {failures.length > 0 && <span class="tag warns">{failures.join(', ')}</span>}
      {manifest && (
        <ol class="chain">
          <Manifest manifest={manifest} />
        </ol>
      )}
    </li>
  );
}
