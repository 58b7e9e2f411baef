import { expect, test } from 'vitest';
import { inspect } from './inspect.js';
import {
  app13Iptc,
  app1Exif,
  app1Xmp,
  bytesOf,
  iptcDataset,
  join,
  jpegSegment,
  pngText,
  tinyPng,
  withSegments,
} from './testing/build.js';
import { CAMERA, INFOTEXT, TRAINED, xmpPacket } from './testing/marks.js';
import { jpegPicture, pngPicture, webpPicture } from './testing/pictures.js';
import { tiffStructure } from './testing/tiff.js';

test('a file that says nothing has no claims and no warnings', async () => {
  for (const file of [await jpegPicture(), await pngPicture(), await webpPicture()]) {
    expect(await inspect(file)).toMatchObject({
      width: 24,
      height: 16,
      claims: [],
      contradictions: [],
      warnings: [],
    });
  }
});

test('a result is plain JSON', async () => {
  const file = withSegments(
    await jpegPicture(),
    app1Xmp(xmpPacket({ 'Iptc4xmpExt:DigitalSourceType': TRAINED })),
  );
  const result = await inspect(file);
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
});

test('a camera and a generator in one file contradict each other', async () => {
  const file = withSegments(
    await jpegPicture(),
    app1Exif(tiffStructure(CAMERA)),
    app1Xmp(xmpPacket({ 'Iptc4xmpExt:DigitalSourceType': TRAINED })),
    app13Iptc(iptcDataset(2, 110, 'Made with Google AI')),
  );
  const { claims, contradictions } = await inspect(file);
  expect(claims.map(({ source }) => source)).toEqual([
    'iptc-digital-source-type',
    'iptc-credit',
    'exif-camera',
  ]);
  expect(contradictions.map(({ between }) => between)).toEqual([
    ['exif-camera', 'iptc-digital-source-type'],
    ['exif-camera', 'iptc-credit'],
  ]);
});

test('an edited photograph contradicts nothing', async () => {
  const file = withSegments(
    await jpegPicture(),
    app1Exif(tiffStructure({ ...CAMERA, 305: 'Adobe Photoshop 25.0' })),
  );
  const { claims, contradictions } = await inspect(file);
  expect(claims.map(({ statement }) => statement)).toEqual(['edited', 'captured']);
  expect(contradictions).toEqual([]);
});

test('a Make that is a workflow is generator text and no camera', async () => {
  const graph = JSON.stringify({ 3: { class_type: 'KSampler', inputs: { seed: 1 } } });
  const file = withSegments(
    await jpegPicture(),
    app1Exif(tiffStructure({ 271: `Prompt: ${graph}`, 272: 'Workflow: {"nodes":[{"type":"KSampler"}]}' })),
  );
  expect((await inspect(file)).claims.map(({ source }) => source)).toEqual(['comfyui']);
});

test('words in the wrong places claim nothing', async () => {
  const words = `parameters c2pa jumb trainedAlgorithmicMedia DigitalSourceType ${INFOTEXT}`;
  const files = [
    join(await jpegPicture(), words),
    withSegments(await jpegPicture(), jpegSegment(0xe4, bytesOf(words))),
    tinyPng(pngText('Title', 'trainedAlgorithmicMedia, Made with Google AI, Midjourney')),
    withSegments(await jpegPicture(), app1Xmp(xmpPacket({ 'photoshop:Headline': `${TRAINED} Midjourney` }))),
  ];
  for (const file of files) expect((await inspect(file)).claims).toEqual([]);
});

test('empty, tiny and foreign files are warnings', async () => {
  expect(await inspect(new Uint8Array())).toMatchObject({
    format: 'unknown',
    warnings: ['The file is empty.'],
  });
  expect((await inspect(bytesOf('\xff\xd8\xff'))).warnings.length).toBeGreaterThan(0);
  expect((await inspect(bytesOf('<svg/>'))).format).toBe('unknown');
});
