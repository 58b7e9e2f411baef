import { AssayError } from '../../errors.js';
import { checkScores } from '../metrics/ranking.js';
import type { ScoredSample } from '../scored.js';

/** Logits and truth of the samples that something is fitted on. */
export interface FitInput {
  logits: Float64Array;
  isFake: Uint8Array;
  fakes: number;
  reals: number;
}

/** @throws AssayError E_ONE_CLASS E_SCORES */
export function fitInput(scored: readonly ScoredSample[]): FitInput {
  const logits = Float64Array.from(scored, (sample) => sample.logit);
  checkScores(
    scored.map((sample) => sample.label),
    logits,
  );
  const isFake = Uint8Array.from(scored, (sample) => (sample.label === 'fake' ? 1 : 0));
  const fakes = isFake.reduce((sum, one) => sum + one, 0);
  const reals = isFake.length - fakes;
  if (fakes === 0 || reals === 0) {
    throw new AssayError(
      'E_ONE_CLASS',
      `Found ${fakes} fake and ${reals} real samples; a fit needs both. Give pictures of each class that the detector was not trained on.`,
    );
  }
  return { logits, isFake, fakes, reals };
}
