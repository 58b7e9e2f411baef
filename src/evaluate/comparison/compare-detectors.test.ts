import { describe, expect, it } from 'vitest';
import { createRandom } from '../../random.js';
import { sigmoid } from '../calibration/calibration.js';
import type { ScoredSample } from '../scored.js';
import { mcnemarExact } from '../statistics/mcnemar.js';
import { simulated } from '../testing/scored.js';
import { DIGITS } from '../testing/vectors.js';
import { compareDetectors } from './compare-detectors.js';

const random = createRandom(21);
const base = simulated(random, { fakes: 150, reals: 150 });
/** A detector that sees the same logits in so much noise. */
const noisy = (amount: number): ScoredSample[] =>
  base.map((sample) => {
    const logit = sample.logit + amount * random.normal();
    return { ...sample, logit, probability: sigmoid(logit) };
  });
const good = noisy(0.5);
const detectors = [
  { name: 'good', scored: good },
  { name: 'twin', scored: noisy(0.5).reverse() },
  { name: 'worse', scored: noisy(4) },
];
const options = (): { random: ReturnType<typeof createRandom>; resamples: number } => ({
  random: createRandom(1),
  resamples: 400,
});

describe('compareDetectors', () => {
  const result = compareDetectors(detectors, options());
  const pair = (first: string, second: string): (typeof result.pairs)[number] =>
    result.pairs.find((p) => p.first === first && p.second === second)!;

  it('tells a worse detector from noise', () => {
    expect(result.pairs).toHaveLength(3);
    expect(pair('good', 'worse').differences.rocAuc).toMatchObject({ isNoise: false, test: 'DeLong' });
    expect(pair('good', 'worse').differences.accuracy).toMatchObject({
      isNoise: false,
      test: 'McNemar, exact',
    });
    expect(pair('good', 'twin').differences.rocAuc.isNoise).toBe(true);
    expect(pair('good', 'worse').words.rocAuc).toMatch(
      /^ROC AUC 0\.\d+ of good against 0\.\d+ of worse: difference \+0\.\d+ \(\+0\.\d+ to \+0\.\d+\), p < 0.001 after Holm over 3 pairs: a difference\.$/,
    );
    expect(pair('good', 'twin').words.accuracy).toMatch(/not told apart, noise\.$/);
  });

  it('gives the difference of the metrics shown, and McNemar of the counts shown', () => {
    const [a, , c] = result.detectors;
    const { differences, onlyFirstRight, onlySecondRight } = pair('good', 'worse');
    for (const name of [
      'accuracy',
      'balancedAccuracy',
      'rocAuc',
      'averagePrecision',
      'brierScore',
    ] as const) {
      expect(differences[name].difference.value).toBeCloseTo(
        a!.metrics[name].value! - c!.metrics[name].value!,
        DIGITS,
      );
    }
    expect(differences.accuracy.p).toBe(mcnemarExact(onlyFirstRight, onlySecondRight));
    expect(differences.accuracy.difference.value).toBeCloseTo(
      (onlyFirstRight - onlySecondRight) / 300,
      DIGITS,
    );
  });

  it('corrects each metric over the pairs', () => {
    const raw = result.pairs.map((p) => p.differences.accuracy.p!).sort((a, b) => a - b);
    const adjusted = result.pairs.map((p) => p.differences.accuracy.adjusted!).sort((a, b) => a - b);
    expect(adjusted[0]).toBeCloseTo(Math.min(1, 3 * raw[0]!), DIGITS);
  });

  it('is plain JSON and repeats', () => {
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(compareDetectors(detectors, options())).toEqual(result);
  });

  it('uses tests that know of groups where there are any', () => {
    const grouped = good.map((sample, i) => ({ ...sample, group: `${i >> 1}` }));
    const { pairs } = compareDetectors([{ name: 'a', scored: grouped }, detectors[2]!], options());
    expect(pairs[0]!.differences.accuracy.test).toBe('paired group bootstrap');
    expect(pairs[0]!.differences.rocAuc.test).toBe('DeLong, clustered (Obuchowski)');
    expect(pairs[0]!.differences.accuracy.p).toBeLessThan(0.05);
  });

  it('finds nothing between a detector and itself', () => {
    const { pairs } = compareDetectors([detectors[0]!, { name: 'again', scored: good }], options());
    for (const { difference, p, isNoise } of Object.values(pairs[0]!.differences)) {
      expect(difference).toEqual({ value: 0, low: 0, high: 0 });
      expect(p).toBe(1);
      expect(isNoise).toBe(true);
    }
  });

  it('calls equal detectors different about as often as it says', () => {
    const trials = 120;
    let found = 0;
    for (let i = 0; i < trials; i++) {
      const samples = simulated(random, { fakes: 60, reals: 60 });
      const blurred = [1, 2].map((k) => ({
        name: `${k}`,
        scored: samples.map((sample) => ({
          ...sample,
          probability: sigmoid(sample.logit + random.normal()),
        })),
      }));
      const { pairs } = compareDetectors(blurred, { random: random.fork(i), resamples: 100 });
      if (pairs[0]!.differences.rocAuc.isNoise === false) found++;
    }
    expect(found / trials).toBeLessThan(0.12);
  });

  it('says where one class is missing', () => {
    const reals = good.filter((sample) => sample.label === 'real');
    const { pairs } = compareDetectors(
      [
        { name: 'a', scored: reals },
        { name: 'b', scored: reals },
      ],
      options(),
    );
    expect(pairs[0]!.differences.rocAuc).toMatchObject({ p: null, isNoise: null });
    expect(pairs[0]!.words.rocAuc).toBe('a and b cannot be compared in ROC AUC (a class is missing).');
    expect(pairs[0]!.differences.accuracy.isNoise).toBe(true);
  });

  it('lists the ids that differ', () => {
    const fewer = { name: 'fewer', scored: good.slice(3) };
    expect(() => compareDetectors([detectors[0]!, fewer], options())).toThrow(
      /only good scored 3 \("fake\/0", "fake\/1", "fake\/2"\)/,
    );
    const other = {
      name: 'other',
      scored: good.map((s) => (s.id === 'fake/7' ? { ...s, label: 'real' as const } : s)),
    };
    expect(() => compareDetectors([detectors[0]!, other], options())).toThrow(
      /another label to 1 \("fake\/7"\)/,
    );
    const twice = { name: 'twice', scored: [...good, good[0]!] };
    expect(() => compareDetectors([twice, detectors[0]!], options())).toThrow(
      /twice scores 1 \("fake\/0"\) more than once/,
    );
  });
});
