import { describe, expect, it } from 'vitest';
import { attributeNames, groupKey, parsePattern, withAttribute } from './derive.js';
import { joinGroups, withGroups } from './groups.js';
import type { Sample } from './sample.js';

const sample = (id: string, more: Partial<Sample> = {}): Sample => ({
  id,
  file: `/x/${id}`,
  label: 'fake',
  ...more,
});
const samples = [
  sample('fake/easy_1.jpg', { attributes: { Prompt: 'cat' } }),
  sample('fake/mid_2.jpg', { attributes: { Prompt: 'cat', hue: 'red' } }),
  sample('real/3.jpg', { source: 'coco', label: 'real' }),
];

describe('withAttribute', () => {
  it('reads a value off the path, where there is one', () => {
    const derived = withAttribute(samples, 'difficulty', parsePattern('/(easy|mid|hard)_'));
    expect(derived.map(({ attributes }) => attributes)).toEqual([
      { Prompt: 'cat', difficulty: 'easy' },
      { Prompt: 'cat', hue: 'red', difficulty: 'mid' },
      undefined,
    ]);
    expect(withAttribute(samples, 'n', parsePattern('[0-9]+'))[1]!.attributes!['n']).toBe('2');
    expect(samples[0]!.attributes).toEqual({ Prompt: 'cat' });
    expect(attributeNames(derived)).toEqual(['Prompt', 'difficulty', 'hue']);
  });

  it('says so where it matches nothing, or is no pattern', () => {
    expect(() => withAttribute(samples, 'd', /none/)).toThrow(
      /matches none of 3 paths such as "fake\/easy_1.jpg"/,
    );
    expect(() => parsePattern('(easy')).toThrow(/"\(easy" is no regular expression/);
  });
});

describe('groupKey', () => {
  it('takes a column or a pattern', () => {
    expect(samples.map(groupKey(samples, 'prompt'))).toEqual(['cat', 'cat', undefined]);
    expect(samples.map(groupKey(samples, 'source'))).toEqual([undefined, undefined, 'coco']);
    expect(samples.map(groupKey(samples, '(\\d)\\.jpg'))).toEqual(['1', '2', '3']);
  });

  it('names the columns there are', () => {
    expect(() => groupKey(samples, 'person')).toThrow(
      /no column "person".*"source", "group", "Prompt", "hue"/,
    );
    expect(() => groupKey(samples, 'person-(.)')).toThrow(/matches none/);
  });
});

describe('joinGroups', () => {
  it('joins over keys and clusters, and leaves the lonely alone', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => sample(id));
    const key =
      (values: Record<string, string>) =>
      ({ id }: Sample) =>
        values[id];
    const groups = joinGroups(
      many,
      [key({ a: '1', b: '1', f: '9' }), key({ b: 'x', d: 'x' })],
      [['e', 'gone', 'd']],
    );
    expect(Object.fromEntries(groups)).toEqual({ a: 'a', b: 'a', d: 'a', e: 'a' });
    const grouped = withGroups([sample('c', { group: 'own' }), ...many.slice(3)], groups);
    expect(grouped.map(({ group }) => group)).toEqual([undefined, 'a', 'a', undefined]);
    expect('group' in grouped[0]!).toBe(false);
  });
});
