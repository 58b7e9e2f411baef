import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Label } from '../../labels.js';
import { createRandom, shuffle } from '../../random.js';
import { countLabels } from '../check.js';
import { splitHoldOut } from './hold-out.js';
import { samplesOf } from './parts.js';

import { makeSamples, straddling } from './testing/samples.js';

describe('splitHoldOut', () => {
  it('keeps the share within each class', () => {
    const samples = makeSamples(1081, 960);
    const split = splitHoldOut(samples, { seed: 1 });
    expect(countLabels(samplesOf(split, samples, 'validation'))).toEqual({ real: 216, fake: 192 });
    expect(countLabels(samplesOf(split, samples, 'train'))).toEqual({ real: 865, fake: 768 });
    expect(split.method).toBe('hold-out 80/20, stratified by label, ungrouped, seed 1');
    expect(split.warnings).toBeUndefined();
  });

  it('gives three parts where asked', () => {
    const samples = makeSamples(100, 50);
    const split = splitHoldOut(samples, { seed: 1, validation: 0.1, test: 0.3 });
    expect(countLabels(samplesOf(split, samples, 'test'))).toEqual({ real: 30, fake: 15 });
    expect(countLabels(samplesOf(split, samples, 'validation'))).toEqual({ real: 10, fake: 5 });
  });

  it('depends on ids and seed, not on the order given', () => {
    const samples = makeSamples(40, 40, (_, i) => (i % 3 === 0 ? `g${i % 9}` : undefined));
    const split = splitHoldOut(samples, { seed: 7 });
    expect(splitHoldOut(shuffle([...samples], createRandom(1)), { seed: 7 })).toEqual(split);
    expect(splitHoldOut(samples, { seed: 8 }).parts).not.toEqual(split.parts);
  });

  it('draws every sample equally often', () => {
    const samples = makeSamples(10, 10);
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 2000; seed++) {
      for (const { id } of samplesOf(splitHoldOut(samples, { seed }), samples, 'validation'))
        counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    // Each is drawn with probability 0.2: 400 ± 18 (one standard deviation) of 2000.
    for (const { id } of samples) expect(Math.abs(counts.get(id)! - 400), id).toBeLessThan(80);
  });

  it('never breaks a group, however groups and labels lie', () => {
    const sample = fc.record({
      label: fc.constantFrom<Label>('real', 'fake'),
      group: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 40, maxLength: 120 }), fc.integer(), (drawn, seed) => {
        const samples = drawn.map(({ label, group }, i) => ({
          id: `${i}`,
          label,
          ...(group === undefined ? {} : { group: `${group}` }),
        }));
        let split;
        try {
          split = splitHoldOut(samples, { seed, validation: 0.25 });
        } catch (error) {
          expect(error).toHaveProperty('code', 'E_SPLIT_CLASS');
          return;
        }
        expect(straddling(samples, split)).toEqual([]);
        expect(Object.keys(split.parts)).toHaveLength(samples.length);
      }),
    );
  });

  it('comes near its shares with groups of many sizes', () => {
    const samples = makeSamples(1000, 800, (label, i) =>
      label === 'real' ? `r${Math.floor(Math.sqrt(i))}` : `p${i % 37}`,
    );
    const split = splitHoldOut(samples, { seed: 3 });
    const counts = countLabels(samplesOf(split, samples, 'validation'));
    expect(Math.abs(counts.real - 200)).toBeLessThan(20);
    expect(Math.abs(counts.fake - 160)).toBeLessThan(20);
    expect(split.warnings).toBeUndefined();
  });

  it('warns with numbers where a group is too large to balance', () => {
    const samples = makeSamples(20, 20, (label, i) =>
      label === 'fake' && i < 18 ? 'one prompt' : undefined,
    );
    const { warnings } = splitHoldOut(samples, { seed: 1, validation: 0.5 });
    expect(warnings?.[0]).toMatch(
      /holds \d+ fake where 10 were wanted.*"one prompt", holds 0 real and 18 fake/,
    );
  });

  it('refuses what cannot be split', () => {
    const oneGroup = makeSamples(9, 9, (label) => (label === 'fake' ? 'all' : undefined));
    expect(() => splitHoldOut(oneGroup, { seed: 1 })).toThrow(
      /would hold \d real and 0 fake; the largest group, "all"/,
    );
    expect(() => splitHoldOut(makeSamples(9, 0), { seed: 1 })).toThrow(/E_|0 fake/);
    for (const shares of [
      { validation: 0 },
      { validation: 1 },
      { validation: 0.5, test: 0.5 },
      { validation: NaN },
    ]) {
      expect(() => splitHoldOut(makeSamples(9, 9), { seed: 1, ...shares })).toThrow(/shares/);
    }
    expect(() => splitHoldOut(makeSamples(9, 9), { seed: 0.5 })).toThrow(/seed/);
    expect(() => splitHoldOut([...makeSamples(2, 2), ...makeSamples(1, 0)], { seed: 1 })).toThrow(/twice/);
  });

  it('splits the smallest set there is, and ids like __proto__', () => {
    const samples = [...makeSamples(1, 2), { id: '__proto__', label: 'real' as const }];
    const split = splitHoldOut(samples, { seed: 1 });
    expect(countLabels(samplesOf(split, samples, 'validation'))).toEqual({ real: 1, fake: 1 });
    expect(Object.keys(split.parts)).toContain('__proto__');
  });
});
