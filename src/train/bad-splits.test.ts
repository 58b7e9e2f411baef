import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTinyData } from '../testing/pictures.js';
import { recipeConfig, type TrainConfig } from './config.js';
import { crossValidate } from './cross-validate.js';
import { train } from './train.js';

let folder: string;
let config: TrainConfig;
const path = (name: string): string => join(folder, name);
const listOf = (rows: string[][]): string => rows.map((row) => row.join(',')).join('\n');
const names = ['real', 'fake'].flatMap((label) => [0, 1, 2, 3, 4, 5].map((i) => [`${label}/${label} 00${i}.jpg`, label])); // prettier-ignore

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-splits-'));
  await writeTinyData(path('data'), 6);
  config = { ...recipeConfig({ root: path('data') }, 1), audit: false };
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Tries to train, or to cross-validate: the error, which must come before any picture is read. */
async function refused(changes: Partial<TrainConfig>, cv?: Parameters<typeof crossValidate>[1]) {
  const options = {
    out: path('run'),
    cacheFolder: null,
    onFeatures: () => expect.fail('pictures were read'),
  };
  const changed = { ...config, ...changes };
  const error: unknown = await (cv ? crossValidate(changed, { ...options, ...cv }) : train(changed, options)).catch(
    (reason: unknown) => reason,
  ); // prettier-ignore
  expect(existsSync(path('run'))).toBe(false);
  return error;
}

describe('a split that does not fit the data', () => {
  const good = names.map(([id, label], i) => [id!, label!, i % 3 === 0 ? 'validation' : 'train']);
  it.each([
    [
      'E_SPLIT_UNKNOWN',
      [...good, ['real/other.jpg', 'real', 'train']],
      /does not hold: 1, such as "real\/other/,
    ],
    ['E_SPLIT_LABEL', [['real/real 000.jpg', 'fake', 'train'], ...good.slice(1)], /fake for real/],
    ['E_SPLIT_PART', [['real/real 000.jpg', 'real', 'dev'], ...good.slice(1)], /dev/],
    ['E_SPLIT_COLUMN', [], /"id", "label", "part"|id, label, part/],
  ])('%s before any picture is read', async (code, rows, message) => {
    const header = rows.length === 0 ? ['file', 'set'] : ['id', 'label', 'part'];
    writeFileSync(path('split.csv'), listOf([header, ...rows]));
    const error = await refused({ splitFile: path('split.csv') });
    expect(error).toMatchObject({ code });
    if (rows.length > 0) expect((error as Error).message).toMatch(message);
  });

  it('is not there', async () => {
    expect(await refused({ splitFile: path('none.csv') })).toMatchObject({ code: 'E_DATASET_NOT_FOUND' });
  });
});

describe('groups and sources that leave nothing to judge or to train on', () => {
  it('refuses more folds than groups of a class', async () => {
    const error = await refused({ groupBy: ['(real) 00[0-3]'] }, { folds: 5 });
    expect(error).toMatchObject({ code: 'E_SPLIT_FOLDS' });
    expect((error as Error).message).toMatch(/at most 3 folds/);
  });

  it('refuses one group that is the whole of a class', async () => {
    expect(await refused({ groupBy: ['(real)|fake 00([0-9])'] })).toMatchObject({ code: 'E_SPLIT_CLASS' });
  });

  it('refuses to leave a source out where there is one only, or none', async () => {
    const list = (source: (label: string) => string) =>
      writeFileSync(
        path('data/list.csv'),
        listOf([['file', 'label', 'source'], ...names.map(([id, label]) => [id!, label!, source(label!)])]),
      );
    const leaveOut = { by: 'source', value: null };
    const data = { csv: path('data/list.csv') };
    list(() => 'one');
    expect(await refused({ data }, { leaveOut })).toMatchObject({
      code: 'E_ARGUMENT',
      message: expect.stringMatching(/"source" has 1 values \(one\)/) as string,
    });
    // A camera and a generator: whichever is left out, a class is gone.
    list((label) => (label === 'real' ? 'camera' : 'generator'));
    expect(await refused({ data }, { leaveOut })).toMatchObject({ code: 'E_SPLIT_CLASS' });
    expect(await refused({ data, leaveOut: { by: 'source', value: 'camera' } })).toMatchObject({ code: 'E_SPLIT_CLASS' }); // prettier-ignore
    expect(await refused({}, { leaveOut })).toMatchObject({ code: 'E_ARGUMENT' });
  });
});
