import { symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDataset } from './load.js';
import { makeTree, PNG } from './testing/tree.js';

const { a, b, c, d, e } = PNG;
const pictures = { 'img/1.png': a, 'img/2.png': b, 'img/3.png': c, 'img/4.png': d };
const rows = ['img/1.png,real', 'img/2.png,real', 'img/3.png,fake', 'img/4.png,fake'];

async function load(csv: string, more: Record<string, string | Uint8Array> = {}, options = {}) {
  const root = await makeTree({ ...pictures, ...more, 'labels.csv': csv });
  return loadDataset({ csv: join(root, 'labels.csv'), ...options });
}

describe('loadDataset from a CSV', () => {
  it('reads labels, sources, groups and attributes', async () => {
    const { samples, skipped } = await load(
      '\ufeffFile,LABEL,generator,source,group,difficulty\r\n' +
        'img/1.png, Real ,,coco,p1,easy\r\nimg/2.png,real,,,,\r\nimg/3.png,FAKE,sdxl,collection,p1,"ha""rd"\r\n./img/4.png,fake,,collection,,\r\n',
    );
    expect(skipped).toEqual([]);
    expect(samples.map((sample) => ({ ...sample, file: basename(sample.file) }))).toEqual([
      {
        id: 'img/1.png',
        file: '1.png',
        label: 'real',
        source: 'coco',
        group: 'p1',
        attributes: { source: 'coco', difficulty: 'easy' },
      },
      { id: 'img/2.png', file: '2.png', label: 'real' },
      {
        id: 'img/3.png',
        file: '3.png',
        label: 'fake',
        source: 'sdxl',
        group: 'p1',
        attributes: { generator: 'sdxl', source: 'collection', difficulty: 'ha"rd' },
      },
      {
        id: 'img/4.png',
        file: '4.png',
        label: 'fake',
        source: 'collection',
        attributes: { source: 'collection' },
      },
    ]);
  });

  it.each([';', '\t'])('reads columns parted by %j', async (delimiter) => {
    const text = ['file,label', ...rows].join('\n').replaceAll(',', delimiter);
    expect((await load(text)).samples).toHaveLength(4);
  });

  it('reads names with commas, quotes and line breaks', async () => {
    const csv = ['file,label', ...rows, '"odd, ""name""\n.png",real'].join('\n');
    const { samples } = await load(csv, { 'odd, "name"\n.png': e });
    expect(samples.map(({ id }) => id)).toContain('odd, "name"\n.png');
  });

  it('takes other column names', async () => {
    const csv = ['path,class', ...rows].join('\n');
    expect((await load(csv, {}, { columns: { file: 'path', label: 'class' } })).samples).toHaveLength(4);
    await expect(load(csv)).rejects.toThrow(/no column "file"; it has "path", "class"/);
  });

  it('lists files that are missing, no pictures, or named twice', async () => {
    const csv = ['file,label', ...rows, 'img/none.png,real', 'labels.csv,fake', 'img/../img/1.png,real'].join(
      '\n',
    );
    const { samples, skipped } = await load(csv);
    expect(samples).toHaveLength(4);
    expect(skipped.map(({ id, code }) => [id, code])).toEqual([
      ['img/1.png', 'E_DATASET_DUPLICATE_COPY'],
      ['img/none.png', 'E_FILE_NOT_FOUND'],
      ['labels.csv', 'E_DATASET_NOT_IMAGE'],
    ]);
    expect(skipped[0]!.message).toContain('Line 8');
  });

  it.each([
    ['E_CSV_PARSE', ''],
    ['E_CSV_PARSE', 'file,label\nimg/1.png,real,more\n'],
    ['E_CSV_PARSE', 'file,label\n"img/1.png,real\n'],
    ['E_CSV_COLUMN', 'file,class\nimg/1.png,real\n'],
    ['E_CSV_COLUMN', 'img/1.png,real\nimg/2.png,fake\n'],
    ['E_CSV_LABEL', 'file,label\nimg/1.png,0\nimg/2.png,1\n'],
    ['E_CSV_LABEL', 'file,label\nimg/1.png\n'],
    ['E_CSV_LABEL', 'file,label\nimg/1.png,real\nimg/1.png,fake\n'],
    ['E_CSV_PATH', 'file,label\n,real\n'],
    ['E_CSV_PATH', 'file,label\n../x.png,real\n'],
    ['E_CSV_PATH', 'file,label\n/etc/passwd,real\n'],
    ['E_DATASET_EMPTY', 'file,label\n'],
    ['E_DATASET_ONE_CLASS', 'file,label\nimg/1.png,real\nimg/2.png,real\n'],
    ['E_DATASET_TOO_SMALL', 'file,label\nimg/1.png,real\nimg/2.png,real\nimg/3.png,fake\n'],
  ])('%s for %j', async (code, csv) => {
    await expect(load(csv)).rejects.toMatchObject({ name: 'AssayError', code });
  });

  it('shows the labels found', async () => {
    const csv = 'file,label\nimg/1.png,0\nimg/2.png,human\nimg/3.png,0\n';
    await expect(load(csv)).rejects.toThrow(/3 rows .* "0", "human", first in line 2/);
  });

  it('leaves its folder only where allowed', async () => {
    const outside = await makeTree({ 'o.png': e });
    const csv = ['file,label', ...rows, `../${basename(outside)}/o.png,real`].join('\n');
    await expect(load(csv)).rejects.toMatchObject({ code: 'E_CSV_PATH' });
    const { samples } = await load(csv, {}, { allowOutside: true });
    expect(samples[0]).toMatchObject({ id: `../${basename(outside)}/o.png`, label: 'real' });

    const root = await makeTree({
      ...pictures,
      'labels.csv': ['file,label', ...rows, 'link.png,real'].join('\n'),
    });
    await symlink(join(outside, 'o.png'), join(root, 'link.png'));
    const dataset = await loadDataset({ csv: join(root, 'labels.csv') });
    expect(dataset.skipped).toMatchObject([{ id: 'link.png', code: 'E_DATASET_LINK' }]);
    expect((await loadDataset({ csv: join(root, 'labels.csv'), allowOutside: true })).samples).toHaveLength(
      5,
    );
  });

  it('finds a CSV that is missing or a folder', async () => {
    const root = await makeTree(pictures);
    await expect(loadDataset({ csv: join(root, 'none.csv') })).rejects.toMatchObject({
      code: 'E_DATASET_NOT_FOUND',
    });
    await expect(loadDataset({ csv: root })).rejects.toMatchObject({ code: 'E_FILE_READ' });
  });
});
