import { describe, expect, it } from 'vitest';
import { countLabels } from '../check.js';
import type { Sample } from '../sample.js';
import { leaveOneOut } from './leave-one-out.js';
import { samplesOf } from './parts.js';

/** 20 reals without a source, 6 fakes of each generator; every i-th fake has the prompt i. */
function makeSamples(generators: string[], prompts: boolean): Omit<Sample, 'file'>[] {
  const reals = Array.from({ length: 20 }, (_, i) => ({ id: `real/${i}`, label: 'real' as const }));
  const fakes = generators.flatMap((source) =>
    Array.from({ length: 6 }, (_, i) => ({
      id: `${source}/${i}`,
      label: 'fake' as const,
      source,
      attributes: { tier: i < 3 ? 'easy' : 'hard' },
      ...(prompts && i < 2 ? { group: `prompt ${i}` } : {}),
    })),
  );
  return [...reals, ...fakes];
}

describe('leaveOneOut', () => {
  it('judges each generator unseen, beside the same share of reals', () => {
    const samples = makeSamples(['sdxl', 'flux', 'gan'], false);
    const splits = leaveOneOut(samples, 'source', { seed: 1 });
    expect(splits.map(({ method }) => method)).toEqual(
      ['flux', 'gan', 'sdxl'].map((name) => `without source "${name}", ungrouped, seed 1`),
    );
    const reals = splits.map((split) => {
      const judged = samplesOf(split, samples, 'validation');
      expect(countLabels(judged)).toEqual({ real: 4, fake: 6 });
      expect(new Set(judged.filter(({ label }) => label === 'fake').map(({ source }) => source)).size).toBe(
        1,
      );
      expect(samplesOf(split, samples, 'train')).toHaveLength(38 - 10);
      return judged.filter(({ label }) => label === 'real');
    });
    expect(reals[1]).toEqual(reals[0]);
    expect(reals[2]).toEqual(reals[0]);
  });

  it('leaves out what shares a group with a judged sample, and counts it', () => {
    const samples = makeSamples(['sdxl', 'flux', 'gan'], true);
    const [split] = leaveOneOut(samples, 'source', { seed: 1 });
    expect(split!.warnings).toEqual([expect.stringMatching(/^4 samples were left out/)]);
    expect(split!.parts['gan/0']).toBeUndefined();
    expect(split!.parts['flux/0']).toBe('validation');
    expect(samplesOf(split!, samples, 'train')).toHaveLength(38 - 10 - 4);
  });

  it('goes by an attribute, and carves a validation part where asked', () => {
    const samples = makeSamples(['sdxl', 'flux'], false);
    const splits = leaveOneOut(samples, 'tier', { seed: 1, innerValidation: 0.5 });
    expect(splits).toHaveLength(2);
    expect(countLabels(samplesOf(splits[0]!, samples, 'test'))).toEqual({ real: 4, fake: 6 });
    expect(countLabels(samplesOf(splits[0]!, samples, 'validation'))).toEqual({ real: 8, fake: 3 });
  });

  it('judges only its own samples where a value has both classes', () => {
    const samples = Array.from({ length: 12 }, (_, i) => ({
      id: `${i}`,
      label: i % 2 ? ('real' as const) : ('fake' as const),
      source: i < 6 ? 'a' : 'b',
    }));
    const [split] = leaveOneOut(samples, 'source', { seed: 1 });
    expect(samplesOf(split!, samples, 'validation').map(({ id }) => id)).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
    ]);
  });

  it('refuses one source only, and a training part without a class', () => {
    const one = makeSamples(['sdxl'], false);
    expect(() => leaveOneOut(one, 'source', { seed: 1 })).toThrow(
      /"source" has 1 values \(sdxl\) over 26 samples/,
    );
    expect(() => leaveOneOut(one, 'nothing', { seed: 1 })).toThrow(/\(none\)/);
    const two = makeSamples(['sdxl', 'flux'], false).map((sample) =>
      sample.label === 'fake' ? { ...sample, group: 'all' } : sample,
    );
    expect(() => leaveOneOut(two, 'source', { seed: 1 })).toThrow(
      /train part .* would hold 16 real and 0 fake/,
    );
  });
});
