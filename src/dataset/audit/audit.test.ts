import { afterEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../random.js';
import type { Image } from '../../image/image.js';
import { LABELS, type Label } from '../../labels.js';
import type { Dataset } from '../sample.js';
import { auditDataset } from './audit.js';
import { from, type PlannedFile, removeDataset, scene, writeDataset } from './testing/scenes.js';
import type { AuditReport, FindingId, Grade } from './types.js';

const PER_CLASS = 60;
const SCENES: Record<Label, Image[]> = {
  fake: Array.from({ length: PER_CLASS }, (_, k) => scene(1000 + k)),
  real: Array.from({ length: PER_CLASS }, (_, k) => scene(2000 + k)),
};

const made: Dataset[] = [];
afterEach(async () => {
  for (const dataset of made.splice(0)) await removeDataset(dataset);
});

/** How one picture of the set is saved; k counts within its class. */
type Save = (image: Image, label: Label, k: number) => Promise<Uint8Array>;

/** Settings vary from file to file, but alike in both classes. */
const saveClean: Save = (image, _label, k) => {
  const quality = [84, 90, 95][k % 3]!;
  return from(image).jpeg({ quality }).toBuffer();
};

async function plan(save: Save): Promise<PlannedFile[]> {
  const files: PlannedFile[] = [];
  for (const label of LABELS) {
    for (const [k, image] of SCENES[label].entries()) {
      files.push({ label, bytes: await save(image, label, k) });
    }
  }
  return files;
}

async function audit(files: readonly PlannedFile[]): Promise<AuditReport> {
  const dataset = await writeDataset(files);
  made.push(dataset);
  return auditDataset(dataset, { random: createRandom(1) });
}

/** Findings above notes, by id. */
function alarms({ findings }: AuditReport): Partial<Record<FindingId, Grade>> {
  return Object.fromEntries(
    findings.filter(({ grade }) => grade !== 'notes').map(({ id, grade }) => [id, grade]),
  );
}

/** Fakes are saved by `save`, reals cleanly. */
const onFakes =
  (save: (image: Image, k: number) => Promise<Uint8Array>): Save =>
  (image, label, k) =>
    label === 'fake' ? save(image, k) : saveClean(image, label, k);

const change = (image: Image, by: (value: number, x: number, y: number) => number): Image => ({
  ...image,
  data: image.data.map((value, i) => {
    const pixel = Math.floor(i / 3);
    return by(value, pixel % image.width, Math.floor(pixel / image.width));
  }),
});
const quality = (k: number): number => [84, 90, 95][k % 3]!;

describe('auditDataset on planted leaks', () => {
  it('says nothing above notes on a clean set', async () => {
    const report = await audit(await plan(saveClean));
    expect(alarms(report)).toEqual({});
    expect(report.findings).toEqual([]);
    expect(report.grade).toBeNull();
    expect(report.floor!.balancedAccuracy.low).toBeLessThan(0.5);
    expect(report.duplicates.clusters).toEqual([]);
  });

  const leaks: Record<string, { save: Save; finds: Partial<Record<FindingId, Grade>> }> = {
    'PNG against JPEG': {
      save: onFakes((image) => from(image).png().toBuffer()),
      finds: { 'header-leak': 'blocks', 'leak-format': 'blocks' },
    },
    'another JPEG quality in two thirds of the fakes': {
      save: onFakes((image, k) =>
        from(image)
          .jpeg({ quality: k % 3 === 0 ? quality(k) : 60 })
          .toBuffer(),
      ),
      finds: { 'header-leak': 'blocks', 'leak-compression': 'blocks' },
    },
    'chroma subsampling': {
      save: onFakes((image, k) =>
        from(image)
          .jpeg({ quality: quality(k), chromaSubsampling: '4:4:4' })
          .toBuffer(),
      ),
      finds: { 'header-leak': 'blocks', 'leak-compression': 'blocks' },
    },
    'progressive JPEG': {
      save: onFakes((image, k) =>
        from(image)
          .jpeg({ quality: quality(k), progressive: true })
          .toBuffer(),
      ),
      finds: { 'leak-compression': 'warns' },
    },
    'size in pixels': {
      save: onFakes((image, k) =>
        from(image)
          .resize(112, 112)
          .jpeg({ quality: quality(k) })
          .toBuffer(),
      ),
      finds: { 'header-leak': 'blocks', 'leak-geometry': 'blocks' },
    },
    'aspect ratio': {
      save: onFakes((image, k) =>
        from(image)
          .extract({ left: 0, top: 0, width: 96, height: 72 })
          .jpeg({ quality: quality(k) })
          .toBuffer(),
      ),
      finds: { 'header-leak': 'blocks', 'leak-geometry': 'blocks' },
    },
    'camera EXIF in the reals': {
      save: (image, label, k) =>
        label === 'fake'
          ? saveClean(image, label, k)
          : from(image)
              .jpeg({ quality: quality(k) })
              .withExif({ IFD0: { Make: k % 2 ? 'Canon' : 'Nikon' } })
              .toBuffer(),
      finds: { 'leak-metadata': 'warns' },
    },
    'an XMP packet in the fakes': {
      save: onFakes((image, k) =>
        from(image)
          .jpeg({ quality: quality(k) })
          .withXmp(
            '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Maker"/></rdf:RDF></x:xmpmeta>',
          )
          .toBuffer(),
      ),
      finds: { 'leak-metadata': 'warns' },
    },
    brightness: {
      save: onFakes((image, k) =>
        saveClean(
          change(image, (value) => Math.min(255, value + 45)),
          'fake',
          k,
        ),
      ),
      finds: { 'leak-brightness': 'warns' },
    },
    sharpness: {
      save: onFakes((image, k) =>
        from(image)
          .blur(1.2)
          .jpeg({ quality: quality(k) })
          .toBuffer(),
      ),
      finds: { 'leak-sharpness': 'warns' },
    },
    'a white border': {
      save: onFakes((image, k) =>
        saveClean(
          change(image, (value, x, y) => (Math.min(x, y, 95 - x, 95 - y) < 3 ? 255 : value)),
          'fake',
          k,
        ),
      ),
      finds: { 'leak-border': 'warns' },
    },
    'a mark in the corner of half the fakes': {
      save: onFakes((image, k) =>
        saveClean(
          change(image, (value, x, y) =>
            k % 2 === 0 && y >= 86 && x >= 72 ? (Math.floor((x - 72) / 5) % 2 === 0 ? 250 : 10) : value,
          ),
          'fake',
          k,
        ),
      ),
      finds: { 'corner-mark': 'warns' },
    },
    'a colour profile': {
      save: onFakes((image, k) =>
        from(image)
          .jpeg({ quality: quality(k) })
          .withIccProfile('p3', { attach: true })
          .toBuffer(),
      ),
      finds: { 'header-leak': 'blocks', 'leak-colour': 'blocks' },
    },
  };
  it.each(Object.entries(leaks))('finds %s', async (_, { save, finds }) => {
    expect(alarms(await audit(await plan(save)))).toMatchObject(finds);
  });

  it('finds transparency', async () => {
    const save: Save = (image, label) =>
      label === 'fake' ? from(image).ensureAlpha(0.9).png().toBuffer() : from(image).png().toBuffer();
    expect(alarms(await audit(await plan(save)))).toMatchObject({ 'leak-colour': 'blocks' });
  });

  it('finds text chunks', async () => {
    const report = await audit(
      await plan((image, label) =>
        from(image)
          .png()
          .withExif(label === 'fake' ? { IFD0: { Software: 'Maker 1.0' } } : { IFD0: { Copyright: 'x' } })
          .toBuffer(),
      ),
    );
    expect(alarms(report)).toEqual({ 'leak-metadata': 'warns' });
  });

  it('only notes that names tell the label', async () => {
    const files = await plan(saveClean);
    const named = files.map((file, k) => ({
      ...file,
      name: `${file.label === 'fake' ? 'easy' : 'img'}_${k}.jpg`,
    }));
    const report = await audit(named);
    expect(report.findings.map(({ id, grade }) => [id, grade])).toEqual([['telling-names', 'notes']]);
    expect(report.names.auc!.value).toBeGreaterThan(0.99);
    expect(report.names.tokens.map(({ token }) => token)).toContain('easy');
  });
});

describe('auditDataset on planted duplicates', () => {
  const jpeg = (image: Image, q = 90): Promise<Uint8Array> => from(image).jpeg({ quality: q }).toBuffer();

  it('finds exact copies, re-encoded, mirrored and cropped ones, and keeps them in one cluster each', async () => {
    const files = await plan(saveClean);
    const [a, b, c, d] = SCENES.real as [Image, Image, Image, Image];
    const copies: PlannedFile[] = [
      { label: 'real', name: 'z-bytes.jpg', bytes: files.filter(({ label }) => label === 'real')[0]!.bytes },
      {
        label: 'real',
        name: 'z-saved.jpg',
        bytes: await from(b).resize(72, 72).jpeg({ quality: 60 }).toBuffer(),
      },
      { label: 'real', name: 'z-mirrored.jpg', bytes: await from(c).flop().jpeg({ quality: 80 }).toBuffer() },
      {
        label: 'real',
        name: 'z-cropped.jpg',
        bytes: await from(d)
          .extract({ left: 12, top: 6, width: 70, height: 70 })
          .resize(96, 96)
          .jpeg({ quality: 80 })
          .toBuffer(),
      },
    ];
    const { duplicates } = await audit([...files, ...copies]);
    expect(a).toBeDefined();
    expect(duplicates.counts).toEqual({
      'same-bytes': 1,
      'same-pixels': 0,
      near: 1,
      'near-turned': 1,
      crop: 1,
    });
    expect(duplicates.clusters).toHaveLength(4);
    expect(duplicates.redundant).toBe(4);
    const crop = duplicates.pairs.find(({ kind }) => kind === 'crop')!;
    expect(crop.part!.id).toBe('real/z-cropped.jpg');
    expect(crop.part!.x).toBeCloseTo(12 / 96, 1);
    expect(crop.part!.width).toBeCloseTo(70 / 96, 1);
  });

  it('blocks on one picture under both labels, and on copies across a split', async () => {
    const files = await plan((image) => from(image).png({ compressionLevel: 6 }).toBuffer());
    const both: PlannedFile[] = [
      {
        label: 'real',
        name: 'twin.png',
        bytes: await from(SCENES.fake[0]!).png({ compressionLevel: 1 }).toBuffer(),
      },
    ];
    const report = await audit([...files, ...both]);
    expect(alarms(report)).toEqual({ 'contradictory-labels': 'blocks' });
    expect(report.findings[0]!.examples).toHaveLength(2);
    expect(Object.keys(report.thumbnails).sort()).toEqual([...report.findings[0]!.examples].sort());

    const split = (await plan(saveClean)).map((file, k) => ({
      ...file,
      more: { attributes: { part: k % 2 ? 'train' : 'test' } },
    }));
    const copy = {
      label: 'real' as const,
      name: 'copy.jpg',
      bytes: await jpeg(SCENES.real[0]!, 70),
      more: { attributes: { part: 'train' } },
    };
    const across = await audit([...split, copy]);
    expect(alarms(across)).toEqual({ 'duplicates-across-splits': 'blocks' });
    expect(across.duplicates.pairs[0]!.parts?.toSorted()).toEqual(['test', 'train']);
  });

  it('warns of a fake and a real that show the same picture', async () => {
    const files = await plan(saveClean);
    const report = await audit([...files, { label: 'fake', bytes: await jpeg(SCENES.real[3]!, 70) }]);
    expect(alarms(report)).toEqual({ 'near-duplicates-across-classes': 'warns' });
  });
});

describe('auditDataset on odd sets', () => {
  it('lists what cannot be read and goes on', async () => {
    const files = await plan(saveClean);
    const broken = await from(SCENES.real[0]!).jpeg().toBuffer();
    const report = await audit([
      ...files,
      { label: 'real', name: 'cut.jpg', bytes: broken.subarray(0, 600) },
      { label: 'fake', name: 'empty.jpg', bytes: new Uint8Array(0) },
    ]);
    expect(report.unreadable.map(({ id }) => id).sort()).toEqual(['fake/empty.jpg', 'real/cut.jpg']);
    expect(alarms(report)).toEqual({ 'unreadable-files': 'warns' });
    expect(report.data.byLabel).toEqual({ fake: PER_CLASS, real: PER_CLASS });
  });

  it('audits one class, and nothing at all, without falling over', async () => {
    const fakes = (await plan(saveClean)).filter(({ label }) => label === 'fake');
    const report = await audit(fakes);
    expect(alarms(report)).toEqual({ 'one-class': 'blocks' });
    expect([report.floor, report.traceFloor, report.names.auc]).toEqual([null, null, null]);
    expect((await audit([])).findings.map(({ id }) => id)).toEqual(['one-class']);
  });

  it('gives the same JSON for the same seed and any number of threads, and JSON keeps it whole', async () => {
    const dataset = await writeDataset((await plan(saveClean)).slice(0, 70));
    made.push(dataset);
    const run = (workers: number): Promise<AuditReport> =>
      auditDataset(dataset, { random: createRandom(3), workers });
    const first = await run(0);
    expect(await run(1)).toEqual(first);
    expect(await run(3)).toEqual(first);
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
    expect(JSON.stringify(first)).not.toContain(dataset.root);
  });
});
