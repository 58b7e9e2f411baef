import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.js';
import { sigmoid } from './calibration/calibration.js';
import { worstMistakes } from './mistakes.js';
import { simulated } from './testing/scored.js';
import { summariseTiers } from './tiers.js';

const given = simulated(createRandom(5), { fakes: 60, reals: 60 });
/** Degraded copies look more real, so that fakes are missed. */
const shifted = (by: number): typeof given =>
  given.map((sample) => ({ ...sample, logit: sample.logit - by, probability: sigmoid(sample.logit - by) }));
const tiers = [
  { name: 'as given', scored: given },
  { name: '768 px, q60', scored: [...shifted(1)].reverse(), sweep: { parameter: 'jpeg-quality', value: 60 } },
  { name: 'same', scored: given },
];
const options = { random: createRandom(1), resamples: 200 };

describe('summariseTiers', () => {
  const report = summariseTiers(tiers, { ...options, thresholds: { fakeAtLeast: 0.7, realAtMost: 0.3 } });
  const [first, second, third] = report.tiers;

  it('compares every tier with the first', () => {
    expect(first).toMatchObject({ name: 'as given', flips: null, change: null });
    expect(second!.sweep).toEqual({ parameter: 'jpeg-quality', value: 60 });
    expect(second!.summary.metrics.recall.value).toBeLessThan(first!.summary.metrics.recall.value!);
    const { accuracy } = second!.change!;
    expect(accuracy.value).toBeCloseTo(
      second!.summary.metrics.accuracy.value! - first!.summary.metrics.accuracy.value!,
      12,
    );
    expect(second!.change!.rocAuc.value).toBeCloseTo(0, 12); // a shift keeps the ranking
  });

  it('counts flips of the verdict', () => {
    const { share, fromTo, compared } = second!.flips!;
    expect(compared).toBe(120);
    const verdict = (p: number): string => (p >= 0.7 ? 'fake' : p <= 0.3 ? 'real' : 'inconclusive');
    const flipped = given.filter((s) => verdict(s.probability) !== verdict(sigmoid(s.logit - 1))).length;
    expect(share.value).toBeCloseTo(flipped / 120, 12);
    expect(share.low!).toBeLessThan(share.value!);
    expect(fromTo.real).toMatchObject({ fake: 0, inconclusive: 0 }); // all move towards real
    expect(
      Object.values(fromTo)
        .flatMap((row) => Object.values(row))
        .reduce((a, b) => a + b),
    ).toBe(120);
  });

  it('does not call an unflipped set certain', () => {
    expect(third!.flips!.share).toMatchObject({ value: 0, low: 0 });
    expect(third!.flips!.share.high).toBeCloseTo(0.031018, 5); // Wilson, 0 of 120
  });

  it('goes by one threshold where there are no two', () => {
    const { flips } = summariseTiers(tiers, options).tiers[1]!;
    expect(flips!.fromTo.inconclusive).toEqual({ fake: 0, real: 0, inconclusive: 0 });
  });

  it('counts pictures missing in a tier', () => {
    const { tiers: found, warnings } = summariseTiers(
      [tiers[0]!, { name: 'hard', scored: shifted(1).slice(10) }],
      options,
    );
    expect(found[1]!.flips!.compared).toBe(110);
    expect(warnings).toMatchObject([
      {
        code: 'MISSING_SAMPLES',
        message: expect.stringContaining('hard: 10 pictures of as given are missing') as string,
      },
    ]);
  });

  it('is plain JSON, also of nothing', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(summariseTiers([], options).tiers).toEqual([]);
    const nothing = summariseTiers(
      [
        { name: 'a', scored: [] },
        { name: 'b', scored: [] },
      ],
      options,
    );
    expect(nothing.tiers[1]!.flips!.share.reason).toBe('no samples');
    expect(JSON.parse(JSON.stringify(nothing))).toEqual(nothing);
  });
});

describe('worstMistakes', () => {
  it('lists the most confident mistakes of each class', () => {
    const sample = (id: string, label: 'fake' | 'real', probability: number): (typeof given)[number] => ({
      id,
      label,
      logit: 0,
      probability,
    });
    const found = worstMistakes(
      [
        sample('a', 'real', 0.6),
        sample('b', 'real', 0.9),
        sample('c', 'real', 0.2),
        sample('d', 'fake', 0.1),
        sample('e', 'fake', 0.05),
        { ...sample('f', 'real', 0.9), source: 'camera' },
      ],
      { count: 2 },
    );
    expect(found).toEqual({
      fake: [
        { id: 'e', label: 'fake', probability: 0.05 },
        { id: 'd', label: 'fake', probability: 0.1 },
      ],
      real: [
        { id: 'b', label: 'real', probability: 0.9 },
        { id: 'f', label: 'real', probability: 0.9, source: 'camera' },
      ],
    });
  });
});
