/**
 * How far a claim can be relied on, strongest first. `signed-trusted`: the signature holds and its signer is on the
 * trust list given; `signed-untrusted`: it holds, but anyone could have made it; `signed-invalid`: there is a
 * signature, and it does not hold (tampered, expired, malformed); `unsigned`: plain text; `inferred`: a pattern that
 * states nothing itself.
 */
export type ClaimStrength =
  'signed-trusted' | 'signed-untrusted' | 'signed-invalid' | 'unsigned' | 'inferred';

/** What a file says about itself in one place. Plain JSON. */
export interface Claim {
  /** Which mark, one of `MARKS`: 'c2pa', 'iptc-digital-source-type', 'a1111-parameters', 'exif-camera', … */
  source: string;
  statement: 'generated' | 'edited-with-ai' | 'captured' | 'edited' | 'none';
  strength: ClaimStrength;
  /** One sentence for a reader. */
  summary: string;
  /** The field as found, cut to a bounded length. */
  raw: string;
  /** What would forge or strip this mark. */
  caveat: string;
  /** Parsed fields (model, sampler, seed, prompt, make, …) where the format gives them. */
  fields?: Record<string, string>;
}

/** Two things a file says that do not fit together. Plain JSON. */
export interface Contradiction {
  /** The sources of the claims, or the names of the fields, that disagree. */
  between: string[];
  /** One sentence for a reader. */
  summary: string;
}
