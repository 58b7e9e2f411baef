import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import {
  app13Iptc,
  app1Exif,
  app1Xmp,
  be16,
  be32,
  box,
  bytesOf,
  iptcDataset,
  join,
  jpegSegment,
  pngChunk,
  pngPackedText,
  pngText,
  pngUtf8Text,
  riffChunk,
  subBlocks,
  tinyGif,
  tinyPng,
  withChunks,
  withRiffChunks,
  withSegments,
} from './build.js';
import { makeSigner } from './certificates.js';
import { actions, signedJpeg, signedPng } from './manifest.js';
import { CAMERA, CAPTURE, INFOTEXT, TRAINED, xmpPacket } from './marks.js';
import { avifPicture, jpegPicture, pngPicture, tiffPicture, webpPicture } from './pictures.js';
import { tiffStructure } from './tiff.js';

const GRAPH = JSON.stringify({
  3: { class_type: 'KSampler', inputs: { seed: 1, positive: ['6', 0], model: ['4', 0] } },
  4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'm.ckpt' } },
  6: { class_type: 'CLIPTextEncode', inputs: { text: 'a duck' } },
});
const XMP = xmpPacket(
  {
    'Iptc4xmpExt:DigitalSourceType': TRAINED,
    'photoshop:Credit': 'Made with Google AI',
    'xmp:CreatorTool': 'Adobe Photoshop',
  },
  '<xmpMM:History><rdf:Seq><rdf:li stEvt:action="saved" stEvt:softwareAgent="GIMP"/></rdf:Seq></xmpMM:History>',
);

/** One whole file of every container, with every kind of metadata it can keep: where a fuzz run starts. */
export async function seedFiles(): Promise<Record<string, Uint8Array>> {
  const exif = tiffStructure({
    ...CAMERA,
    305: 'Midjourney',
    exif: { ...CAMERA.exif, 37510: { raw: join('UNICODE\0', Buffer.from(INFOTEXT, 'utf16le')) } },
  });
  const jpeg = await jpegPicture({ progressive: true });
  const png = await pngPicture({ palette: false });
  const signer = makeSigner('Acme');
  const created = { 'c2pa.actions': actions({ action: 'c2pa.created', digitalSourceType: CAPTURE }) };
  const edited = {
    'c2pa.actions': actions({ action: 'c2pa.edited', digitalSourceType: TRAINED, softwareAgent: 'X' }),
  };
  const chain = [
    { label: 'urn:uuid:a', assertions: created },
    { label: 'urn:uuid:b', parent: 'urn:uuid:a', assertions: edited },
  ];
  return {
    jpeg: withSegments(
      jpeg,
      app1Exif(exif),
      app1Xmp(XMP),
      app13Iptc(iptcDataset(2, 110, 'Made with Google AI')),
      jpegSegment(0xfe, bytesOf(INFOTEXT)),
    ),
    'jpeg c2pa': signedJpeg(withSegments(await jpegPicture(), app1Xmp(XMP)), chain, signer),
    png: withChunks(
      png,
      pngText('parameters', INFOTEXT),
      pngPackedText('prompt', GRAPH),
      pngUtf8Text('XML:com.adobe.xmp', XMP),
      pngChunk('eXIf', exif),
      pngText(
        'Raw profile type iptc',
        `\niptc\n 9\n${Buffer.from(iptcDataset(2, 110, 'abcd')).toString('hex')}`,
      ),
    ),
    'png c2pa': signedPng(png, chain, signer),
    'png novelai': tinyPng(
      pngText('Software', 'NovelAI'),
      pngText('Comment', '{"prompt": "p", "steps": 28, "seed": 1}'),
    ),
    'png stealth': await stealthPng(),
    webp: withRiffChunks(await webpPicture(), riffChunk('EXIF', exif), riffChunk('XMP ', bytesOf(XMP))),
    'webp lossless': await webpPicture({ lossless: true }),
    gif: tinyGif(
      join('!\xfe', subBlocks(bytesOf(INFOTEXT))),
      join(
        '!\xff\x0bXMP DataXMP',
        XMP,
        Uint8Array.from({ length: 257 }, (_, i) => (i ? 256 - i : 1)),
        '\0',
      ),
      join('!\xff\x0bC2PA_GIF\x01\0\0', subBlocks(bytesOf('jumb'))),
    ),
    tiff: tiffStructure({
      256: [4],
      257: [3],
      700: { raw: bytesOf(XMP) },
      33723: { raw: iptcDataset(2, 110, 'x') },
      ...CAMERA,
    }),
    'tiff picture': await tiffPicture(),
    avif: join(
      await avifPicture(),
      box('uuid', Uint8Array.from(Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex')), XMP),
    ),
    heic: heic(exif),
    jxl: join(
      box('JXL ', '\r\n\x87\n'),
      box('ftyp', 'jxl ', be32(0), 'jxl '),
      box('Exif', be32(0), exif),
      box('xml ', XMP),
      box(
        'jumb',
        box('jumd', 'c2pa', Uint8Array.from(Buffer.from('00110010800000aa00389b71', 'hex')), '\x03c2pa\0'),
      ),
    ),
  };
}

/** A PNG with infotext in the lowest bit of alpha. */
async function stealthPng(): Promise<Uint8Array> {
  const [width, height] = [64, 40];
  const payload = new Uint8Array(gzipSync(INFOTEXT));
  const bits = join('stealth_pngcomp', be32(payload.length * 8), payload);
  const data = new Uint8Array(width * height * 4).fill(254);
  for (let bit = 0; bit < bits.length * 8; bit++) {
    data[((bit % height) * width + Math.floor(bit / height)) * 4 + 3]! |=
      (bits[bit >> 3]! >> (7 - (bit & 7))) & 1;
  }
  return new Uint8Array(
    await sharp(data, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer(),
  );
}

function heic(exif: Uint8Array): Uint8Array {
  const payload = join(be32(0), exif);
  const infe = (id: number, type: string): Uint8Array =>
    box('infe', be32(0x02000000), be16(id), be16(0), type, '\0');
  const file = (exifAt: number, xmpAt: number): Uint8Array =>
    join(
      box('ftyp', 'heic', be32(0), 'mif1'),
      box(
        'meta',
        be32(0),
        box('iinf', be32(0), be16(2), infe(1, 'Exif'), infe(2, 'mime\0application/rdf+xml')),
        box('iprp', box('ipco', box('ispe', be32(0), be32(4), be32(3)))),
        box(
          'iloc',
          ...[be32(0), be16(0x4400), be16(2)],
          ...[be16(1), be16(0), be16(1), be32(exifAt), be32(payload.length)],
          ...[be16(2), be16(0), be16(1), be32(xmpAt), be32(XMP.length)],
        ),
      ),
      box('mdat', payload, XMP),
    );
  const start = file(0, 0).length - payload.length - XMP.length;
  return file(start, start + payload.length);
}
