import type { Estimate } from '../../../evaluate/scored.js';
import type { Cases } from './cases.js';
import { NORMAL_95 } from './proportion.js';

/**
 * Rank AUC (the chance that a fake scores above a real, ties counting half) with an interval for rows that
 * come in groups: DeLong, DeLong & Clarke-Pearson 1988 where every row is its own group, Obuchowski 1997
 * ("Nonparametric analysis of clustered ROC curve data") otherwise, taken on the logit scale so that it stays
 * inside 0..1. At a perfect 0 or 1, where the variance vanishes, the open end is the rule of three over the
 * groups of the scarcer class. Null with a reason when a class is missing.
 */
export function clusteredAuc(scores: ArrayLike<number>, cases: Cases, z = NORMAL_95): Estimate {
  const { isFake, group } = cases;
  const order = Uint32Array.from(isFake.keys()).sort((a, b) => scores[a]! - scores[b]!);
  const fakes = isFake.reduce((sum, value) => sum + value, 0);
  const reals = isFake.length - fakes;
  if (fakes === 0 || reals === 0) {
    const reason = `an AUC needs both classes; found ${fakes} fake and ${reals} real`;
    return { value: null, low: null, high: null, reason };
  }
  const placement = placements(scores, isFake, order, fakes, reals);
  let auc = 0;
  for (let row = 0; row < isFake.length; row++) if (isFake[row] === 1) auc += placement[row]! / fakes;

  const clusters = new Map<number, { fake: number; real: number; hasFake: boolean; hasReal: boolean }>();
  for (let row = 0; row < isFake.length; row++) {
    let cluster = clusters.get(group[row]!);
    if (cluster === undefined) {
      cluster = { fake: 0, real: 0, hasFake: false, hasReal: false };
      clusters.set(group[row]!, cluster);
    }
    if (isFake[row] === 1) {
      cluster.fake += placement[row]! - auc;
      cluster.hasFake = true;
    } else {
      cluster.real += placement[row]! - auc;
      cluster.hasReal = true;
    }
  }
  let fakeSquares = 0;
  let realSquares = 0;
  let products = 0;
  let fakeClusters = 0;
  let realClusters = 0;
  for (const { fake, real, hasFake, hasReal } of clusters.values()) {
    fakeSquares += fake * fake;
    realSquares += real * real;
    products += fake * real;
    if (hasFake) fakeClusters++;
    if (hasReal) realClusters++;
  }
  const variance =
    (bessel(fakeClusters) * fakeSquares) / fakes ** 2 +
    (bessel(realClusters) * realSquares) / reals ** 2 +
    (2 * bessel(clusters.size) * products) / (fakes * reals);
  return around(auc, variance, z, Math.min(fakeClusters, realClusters));
}

/** The same estimate for the scores turned round: 1 − AUC. */
export function turnAuc({ value, low, high, ...rest }: Estimate): Estimate {
  const turn = (x: number | null): number | null => (x === null ? null : 1 - x);
  return { value: turn(value), low: turn(high), high: turn(low), ...rest };
}

/** For a fake: the share of reals below it; for a real: the share of fakes above it; ties count half. */
function placements(
  scores: ArrayLike<number>,
  isFake: Uint8Array,
  order: Uint32Array,
  fakes: number,
  reals: number,
): Float64Array {
  const placement = new Float64Array(isFake.length);
  let fakesBelow = 0;
  let realsBelow = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    let tiedFakes = 0;
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) {
      tiedFakes += isFake[order[end++]!]!;
    }
    const tiedReals = end - start - tiedFakes;
    for (let k = start; k < end; k++) {
      placement[order[k]!] =
        isFake[order[k]!] === 1
          ? (realsBelow + tiedReals / 2) / reals
          : 1 - (fakesBelow + tiedFakes / 2) / fakes;
    }
    fakesBelow += tiedFakes;
    realsBelow += tiedReals;
    start = end;
  }
  return placement;
}

function around(auc: number, variance: number, z: number, clusters: number): Estimate {
  const ruleOfThree = Math.min(0.5, 3 / clusters);
  if (auc >= 1 - 1e-12) return { value: 1, low: 1 - ruleOfThree, high: 1 };
  if (auc <= 1e-12) return { value: 0, low: 0, high: ruleOfThree };
  const logit = Math.log(auc / (1 - auc));
  const reach = (z * Math.sqrt(Math.max(0, variance))) / (auc * (1 - auc));
  const back = (x: number): number => 1 / (1 + Math.exp(-x));
  return { value: auc, low: back(logit - reach), high: back(logit + reach) };
}

function bessel(n: number): number {
  return n > 1 ? n / (n - 1) : 1;
}
