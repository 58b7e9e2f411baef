import type { Image } from '../../../image/image.js';
import type { Sample } from '../../sample.js';
import type { FindingId, Grade } from '../types.js';
import { LEAKS } from './leaks.js';
import { plan, saveClean, SCENES } from './planted.js';
import { from, type PlannedFile } from './scenes.js';

/** Something wrong in a data set, on purpose, and what must be found for it. */
export interface Plant {
  name: string;
  make: () => Promise<PlannedFile[]>;
  finds: Partial<Record<FindingId, Grade>>;
}

const jpeg = (image: Image, quality = 70): Promise<Uint8Array> => from(image).jpeg({ quality }).toBuffer();
/** The clean set with more files. */
const withMore = async (...more: PlannedFile[]): Promise<PlannedFile[]> => [
  ...(await plan(saveClean)),
  ...more,
];
const FIRST_REAL = SCENES.real[0]!;

const DUPLICATES: Plant[] = [
  {
    name: 'a copy of a file',
    make: async () => {
      const files = await plan(saveClean);
      return [...files, { ...files.find(({ label }) => label === 'real')!, name: 'copy.jpg' }];
    },
    finds: { 'exact-duplicates': 'notes' },
  },
  {
    name: 'a picture saved and scaled again',
    make: async () =>
      withMore({
        label: 'real',
        bytes: await from(FIRST_REAL).resize(72, 72).jpeg({ quality: 60 }).toBuffer(),
      }),
    finds: { 'near-duplicates': 'notes' },
  },
  {
    name: 'a mirrored picture',
    make: async () => withMore({ label: 'real', bytes: await from(FIRST_REAL).flop().jpeg().toBuffer() }),
    finds: { 'near-duplicates': 'notes' },
  },
  {
    name: 'a crop of a picture',
    make: async () =>
      withMore({
        label: 'real',
        bytes: await from(FIRST_REAL)
          .extract({ left: 12, top: 6, width: 70, height: 70 })
          .resize(96, 96)
          .jpeg({ quality: 80 })
          .toBuffer(),
      }),
    finds: { 'near-duplicates': 'notes' },
  },
  {
    name: 'a real that shows what a fake shows',
    make: async () => withMore({ label: 'fake', bytes: await jpeg(FIRST_REAL) }),
    finds: { 'near-duplicates-across-classes': 'warns' },
  },
  {
    name: 'the same pixels under both labels',
    make: async () => {
      const files = await plan(saveClean);
      const { bytes } = files.find(({ label }) => label === 'fake')!;
      return [...files, { label: 'real', bytes }];
    },
    finds: { 'contradictory-labels': 'blocks' },
  },
];

const inPart = (part: string): Partial<Sample> => ({ attributes: { part } });

const SPLITS: Plant[] = [
  {
    name: 'a copy in another part of the split',
    make: async () => {
      const files = (await plan(saveClean)).map((file, k) => ({
        ...file,
        more: inPart(k % 2 ? 'train' : 'test'),
      }));
      return [...files, { label: 'real', bytes: await jpeg(FIRST_REAL), more: inPart('train') }];
    },
    finds: { 'duplicates-across-splits': 'blocks' },
  },
  {
    name: 'a group torn by the split',
    make: async () =>
      (await plan(saveClean)).map((file, k) => ({
        ...file,
        more: {
          ...inPart(k % 2 ? 'train' : 'test'),
          ...(k === 3 || k === 4 ? { group: 'one person' } : {}),
        },
      })),
    finds: { 'groups-across-splits': 'blocks' },
  },
];

const MARKED = 12;

const OTHERS: Plant[] = [
  {
    name: 'a mark in the corner of one source of fakes',
    make: async () => {
      const files = await plan((image, label, k) =>
        saveClean(label === 'fake' && k < MARKED ? withBar(image) : image, label, k),
      );
      const fakes = files.filter(({ label }) => label === 'fake');
      fakes.forEach((file, k) => (file.more = { source: k < MARKED ? 'rare' : 'frequent' }));
      return files;
    },
    finds: { 'corner-mark': 'warns' },
  },
  {
    name: 'names that tell the label',
    make: async () =>
      (await plan(saveClean)).map((file, k) => ({
        ...file,
        name: `${file.label === 'fake' ? 'easy' : 'img'}_${k}.jpg`,
      })),
    finds: { 'telling-names': 'notes' },
  },
  {
    name: 'a label that contradicts its folder',
    make: async () =>
      (await plan(saveClean)).map((file, k) => (k === 5 ? { ...file, more: { label: 'real' } } : file)),
    finds: { 'labels-against-folders': 'warns' },
  },
  {
    name: 'a file cut short',
    make: async () => withMore({ label: 'real', bytes: (await jpeg(FIRST_REAL)).subarray(0, 600) }),
    finds: { 'unreadable-files': 'warns' },
  },
  {
    name: 'reals from one source only',
    make: async () => {
      const files = await plan(saveClean);
      files.forEach((file, k) => {
        file.more = { source: file.label === 'real' ? 'one camera' : `generator ${k % 3}` };
      });
      return files;
    },
    finds: { 'one-real-source': 'notes' },
  },
  {
    name: 'one class only',
    make: async () => (await plan(saveClean)).filter(({ label }) => label === 'fake'),
    finds: { 'one-class': 'blocks' },
  },
  {
    name: 'twelve times as many fakes as reals',
    make: async () => (await plan(saveClean)).filter(({ label }, k) => label === 'fake' || k % 11 === 0),
    finds: { 'class-imbalance': 'warns', 'few-samples': 'warns' },
  },
];

/** Everything that the audit promises to find, once each. */
export const PLANTS: readonly Plant[] = [
  ...Object.entries(LEAKS).map(([name, { save, finds }]) => ({ name, make: () => plan(save), finds })),
  ...DUPLICATES,
  ...SPLITS,
  ...OTHERS,
];

/** The picture with a bar of light and dark in its bottom right corner. */
function withBar(image: Image): Image {
  const { width, height } = image;
  return {
    ...image,
    data: image.data.map((value, i) => {
      const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
      if (y < height - 10 || x < width - 24) return value;
      return Math.floor((x - width + 24) / 5) % 2 === 0 ? 250 : 10;
    }),
  };
}
