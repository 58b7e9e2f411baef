import type { Claim } from '../claim.js';
import { cut } from '../metadata/text.js';
import { MARKS, type Mark } from './marks.js';

/** Longest text of each part of a claim, in UTF-16 units. */
const MAX = { summary: 400, raw: 1_000, field: 4_000, fields: 40 };

/** A claim with its mark's caveat, every text cut to its bound. */
export function makeClaim(claim: Omit<Claim, 'caveat'>): Claim {
  const mark: Mark | undefined = (MARKS as Record<string, Mark>)[claim.source];
  const { fields, ...rest } = claim;
  const kept = Object.entries(fields ?? {}).slice(0, MAX.fields);
  return {
    ...rest,
    summary: cut(claim.summary, MAX.summary),
    raw: cut(claim.raw, MAX.raw),
    caveat: mark?.caveat ?? '',
    ...(kept.length > 0 && {
      fields: Object.fromEntries(kept.map(([key, value]) => [key, cut(value, MAX.field)])),
    }),
  };
}
