import type { Image } from '../../../image/image.js';
import type { FindingId, Grade } from '../types.js';
import { type Save, saveClean } from './planted.js';
import { from } from './scenes.js';

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

/** A leak by the way in which the pictures of a class are saved, and what must be found. */
export interface PlantedLeak {
  save: Save;
  finds: Partial<Record<FindingId, Grade>>;
}

/** One leak of each kind. */
export const LEAKS: Record<string, PlantedLeak> = {
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
  transparency: {
    save: (image, label) =>
      label === 'fake' ? from(image).ensureAlpha(0.9).png().toBuffer() : from(image).png().toBuffer(),
    finds: { 'header-leak': 'blocks', 'leak-colour': 'blocks' },
  },
  'a program named in a text chunk': {
    save: (image, label) =>
      from(image)
        .png()
        .withExif(label === 'fake' ? { IFD0: { Software: 'Maker 1.0' } } : { IFD0: { Copyright: 'x' } })
        .toBuffer(),
    finds: { 'leak-metadata': 'warns' },
  },
};
