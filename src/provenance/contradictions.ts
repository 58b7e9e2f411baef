import type { Claim, Contradiction } from './claim.js';

const MAX = 20;

/**
 * Claims that cannot both hold: a picture that was captured as a whole was not generated as a whole. An edit fits
 * with either, so an edited photograph contradicts nothing.
 */
export function contradictionsAmong(claims: readonly Claim[]): Contradiction[] {
  const whole = claims.filter(({ statement }) => statement === 'captured' || statement === 'generated');
  const captured = whole.filter(({ statement }) => statement === 'captured');
  const generated = whole.filter(({ statement }) => statement === 'generated');
  const found = captured.flatMap((camera) =>
    generated.map((generator) => ({
      between: [camera.source, generator.source],
      summary: `One mark says that it was captured (${nameOf(camera)}), another that it was generated (${nameOf(generator)}).`,
    })),
  );
  return found.slice(0, MAX);
}

function nameOf({ source, strength }: Claim): string {
  return `${source}, ${strength}`;
}
