/** How far a claim can be relied on. */
export type ClaimStrength = 'signed-trusted' | 'signed-untrusted' | 'unsigned' | 'inferred';

/** What a file says about itself in one place. Plain JSON. */
export interface Claim {
  /** Which mark: 'c2pa', 'iptc-digital-source-type', 'a1111-parameters', 'exif-camera', … */
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
