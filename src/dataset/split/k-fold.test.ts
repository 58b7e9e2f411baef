import { describe, expect, it } from 'vitest';
import { countLabels } from '../check.js';
import { kFold } from './k-fold.js';
import { samplesOf } from './parts.js';
import { makeSamples, straddling } from './testing/samples.js';

describe('kFold', () => {
  it('judges each sample once a repeat, stratified, groups whole', () => {
    const samples = makeSamples(103, 52, (_, i) => (i < 30 ? `g${i % 10}` : undefined));
    const splits = kFold(samples, { seed: 1, folds: 5, repeats: 3 });
    expect(splits).toHaveLength(15);
    for (let repeat = 0; repeat < 3; repeat++) {
      const judged = splits
        .slice(5 * repeat, 5 * repeat + 5)
        .flatMap((split) => samplesOf(split, samples, 'validation'));
      expect(judged.map(({ id }) => id).sort()).toEqual(samples.map(({ id }) => id).sort());
    }
    for (const split of splits) {
      const counts = countLabels(samplesOf(split, samples, 'validation'));
      expect(Math.abs(counts.real - 20.6)).toBeLessThan(2);
      expect(Math.abs(counts.fake - 10.4)).toBeLessThan(2);
      expect(straddling(samples, split)).toEqual([]);
    }
    expect(splits[0]!.parts).not.toEqual(splits[5]!.parts);
    expect(splits[7]!.method).toBe(
      'fold 3 of 5, repeat 2 of 3, stratified by label, grouped (10 groups), seed 1',
    );
  });

  it('carves a validation part from training where asked', () => {
    const samples = makeSamples(50, 50);
    const [split] = kFold(samples, { seed: 1, innerValidation: 0.25 });
    expect(
      (['train', 'validation', 'test'] as const).map((part) => samplesOf(split!, samples, part).length),
    ).toEqual([60, 20, 20]);
  });

  it('refuses more folds than groups of a class, with the number possible', () => {
    const samples = makeSamples(30, 30, (label, i) => (label === 'fake' ? `p${i % 3}` : undefined));
    expect(() => kFold(samples, { seed: 1 })).toThrow(
      /fake pictures form only 3 separate groups.*at most 3 folds/,
    );
    expect(kFold(samples, { seed: 1, folds: 3 })).toHaveLength(3);
    expect(() => kFold(samples, { seed: 1, folds: 1 })).toThrow(/folds is 1/);
    expect(() => kFold(samples, { seed: 1, repeats: 0 })).toThrow(/repeats is 0/);
  });

  it('keeps a group whole that is larger than a fold, and says so', () => {
    const samples = makeSamples(50, 50, (label, i) =>
      label === 'fake' && i < 30 ? 'one prompt' : undefined,
    );
    const splits = kFold(samples, { seed: 1 });
    const judged = splits.map((split) => samplesOf(split, samples, 'validation'));
    expect(judged.flat()).toHaveLength(100);
    expect(Math.max(...judged.map((part) => countLabels(part).fake))).toBe(30);
    for (const split of splits) expect(straddling(samples, split)).toEqual([]);
    expect(splits.flatMap(({ warnings = [] }) => warnings).join('\n')).toMatch(
      /judged part holds 30 fake where 10 were wanted.*"one prompt", holds 0 real and 30 fake/,
    );
  });

  it('takes groups from elsewhere', () => {
    const samples = makeSamples(10, 10);
    const groups = new Map([
      ['real/0', 'twins'],
      ['fake/0', 'twins'],
    ]);
    for (const split of kFold(samples, { seed: 1, groups }))
      expect(split.parts['real/0']).toBe(split.parts['fake/0']);
  });
});
