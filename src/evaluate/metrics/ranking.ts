import { AssayError } from '../../errors.js';
import type { Label } from '../../labels.js';

/** Samples from the highest score to the lowest, with the places where the score changes. */
export interface Ranking {
  length: number;
  /** 1 where the sample at this rank is fake. */
  isFake: Uint8Array;
  /** Index in the caller's arrays of the sample at this rank. */
  order: Uint32Array;
  /** Distinct scores, falling. */
  thresholds: Float64Array;
  /** For each distinct score, the rank just after its last sample. */
  ends: Uint32Array;
}

/** For each distinct score, falling: the weight of fakes and of reals that score at least as much. */
export interface Sweep {
  fake: Float64Array;
  real: Float64Array;
}

/** Refuses arrays of unequal length and scores that are not finite. @throws AssayError E_SCORES */
export function checkScores(labels: readonly Label[], scores: ArrayLike<number>): void {
  if (labels.length !== scores.length) {
    throw new AssayError(
      'E_SCORES',
      `Found ${labels.length} labels but ${scores.length} scores; give one score per label.`,
    );
  }
  for (let i = 0; i < scores.length; i++) {
    if (!Number.isFinite(scores[i])) {
      throw new AssayError(
        'E_SCORES',
        `Score ${i} is ${String(scores[i])}; every score must be a finite number. Look for a broken detector or an empty field.`,
      );
    }
  }
}

/** Refuses what `checkScores` does and scores outside 0..1. @throws AssayError E_SCORES */
export function checkProbabilities(labels: readonly Label[], probabilities: ArrayLike<number>): void {
  checkScores(labels, probabilities);
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!;
    if (p < 0 || p > 1) {
      throw new AssayError(
        'E_SCORES',
        `Probability ${i} is ${p}; expected 0..1. If these are logits, calibrate them first.`,
      );
    }
  }
}

/** Sorts once, so that every ranking metric and every resample of it is one pass. @throws AssayError E_SCORES */
export function rankScores(labels: readonly Label[], scores: ArrayLike<number>): Ranking {
  checkScores(labels, scores);
  const order = Uint32Array.from(labels.keys());
  order.sort((a, b) => scores[b]! - scores[a]!);
  const isFake = Uint8Array.from(order, (i) => (labels[i] === 'fake' ? 1 : 0));
  const ends: number[] = [];
  for (let rank = 1; rank <= order.length; rank++) {
    if (rank === order.length || scores[order[rank]!] !== scores[order[rank - 1]!]) ends.push(rank);
  }
  const thresholds = Float64Array.from(ends, (end) => scores[order[end - 1]!]!);
  return { length: order.length, isFake, order, thresholds, ends: Uint32Array.from(ends) };
}

/** A sweep of the right size to be filled again and again. */
export function emptySweep(ranking: Ranking): Sweep {
  return { fake: new Float64Array(ranking.ends.length), real: new Float64Array(ranking.ends.length) };
}

/** Counts fakes and reals at or above each distinct score (scikit-learn's _binary_clf_curve). */
export function sweep(
  ranking: Ranking,
  weights?: ArrayLike<number>,
  out: Sweep = emptySweep(ranking),
): Sweep {
  const { isFake, order, ends } = ranking;
  let fake = 0;
  let real = 0;
  let rank = 0;
  for (let k = 0; k < ends.length; k++) {
    for (const end = ends[k]!; rank < end; rank++) {
      const weight = weights === undefined ? 1 : weights[order[rank]!]!;
      if (isFake[rank] === 1) fake += weight;
      else real += weight;
    }
    out.fake[k] = fake;
    out.real[k] = real;
  }
  return out;
}

/** Total weight of each class in a sweep. */
export function totals(counts: Sweep): { fake: number; real: number } {
  return { fake: counts.fake.at(-1) ?? 0, real: counts.real.at(-1) ?? 0 };
}
