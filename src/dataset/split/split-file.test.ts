import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTree } from '../testing/tree.js';
import { splitHoldOut } from './hold-out.js';
import { readSplit, writeSplit } from './split-file.js';
import type { SplitSample } from './units.js';

const samples: SplitSample[] = [
  { id: 'real/a, "odd"\n.png', label: 'real', group: 'twins' },
  { id: 'real/b.png', label: 'real', group: 'twins' },
  { id: 'real/c.png', label: 'real' },
  { id: 'fake/=d.png', label: 'fake' },
  { id: 'fake/ e.png', label: 'fake' },
];
const [a, b, c, d, e] = samples.map(({ id }) => (id.includes('"') ? `"${id.replaceAll('"', '""')}"` : id));

async function read(text: string, groups?: Map<string, string>) {
  const file = join(await makeTree({ 'split.csv': text }), 'split.csv');
  return readSplit(file, samples, groups);
}

describe('split.csv', () => {
  it('comes back as it was written', async () => {
    const file = join(await makeTree({}), 'run/split.csv');
    const split = splitHoldOut(samples, { seed: 4, validation: 0.4 });
    await writeSplit(file, split, samples);
    expect((await readSplit(file, samples)).parts).toEqual(split.parts);
    const text = await readFile(file, 'utf8');
    expect(text.split('\n')[0]).toBe('id,label,part,group');
    expect(text).toContain(`${a},real,`);
    await writeSplit(file, split, [...samples].reverse());
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('keeps samples that are left out', async () => {
    const file = join(await makeTree({}), 'split.csv');
    const parts = { 'real/c.png': 'train', 'fake/=d.png': 'train' } as const;
    await writeSplit(file, { seed: 1, method: '', parts }, samples);
    expect(await readFile(file, 'utf8')).toContain('real/b.png,real,none,twins\n');
    expect((await readSplit(file, samples)).parts).toEqual(parts);
  });

  it('refuses to write a split of other samples', async () => {
    const split = { seed: 1, method: '', parts: { 'real/z.png': 'train' } } as const;
    await expect(writeSplit('never.csv', split, samples)).rejects.toMatchObject({ code: 'E_SPLIT_UNKNOWN' });
  });

  const good = [
    `${a},real,train`,
    `${b},real,train`,
    `${c},real,validation`,
    `${d},fake,train`,
    `${e},fake,validation`,
  ];
  const text = (lines: string[]) => ['id,label,part', ...lines].join('\n');

  it('is read without groups, with more columns, in any order', async () => {
    expect((await read(text(good.toReversed()))).parts['real/c.png']).toBe('validation');
  });

  it.each([
    ['E_SPLIT_COLUMN', 'id,part\n', /"id", "part"/],
    ['E_SPLIT_MISSING', text(good.slice(1)), /1, such as/],
    ['E_SPLIT_UNKNOWN', text([...good, 'real/z.png,real,train']), /"real\/z.png"/],
    ['E_SPLIT_PART', text([...good.slice(1), `${a},real,dev`]), /dev/],
    ['E_SPLIT_PART', text([...good, good[2]!]), /twice/],
    ['E_SPLIT_LABEL', text([...good.slice(0, 4), `${e},real,train`]), /real for fake/],
    ['E_SPLIT_GROUP', text([`${a},real,validation`, ...good.slice(1)]), /twins \(2 samples\)/],
    [
      'E_SPLIT_GROUP',
      text(good)
        .replace('part\n', 'part,group\n')
        .replace(/(c\.png.*|=d\.png.*)/g, '$1,own'),
      /own \(2 samples\)/,
    ],
  ])('%s', async (code, csv, message) => {
    await expect(read(csv)).rejects.toMatchObject({ code });
    await expect(read(csv)).rejects.toThrow(message);
  });

  it('is checked against groups found later', async () => {
    const groups = new Map([
      ['real/c.png', 'pair'],
      ['fake/=d.png', 'pair'],
    ]);
    await expect(read(text(good), groups)).rejects.toMatchObject({ code: 'E_SPLIT_GROUP' });
    await expect(read(text(good), new Map())).resolves.toBeTruthy();
  });

  it('is not followed where it is missing', async () => {
    await expect(readSplit(join(await makeTree({}), 'none.csv'), samples)).rejects.toMatchObject({
      code: 'E_DATASET_NOT_FOUND',
    });
  });
});
