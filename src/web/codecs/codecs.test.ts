import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeImage, throughJpeg, throughWebp, type Image } from '../../image/index.js';
import { fromPicture } from '../../image/testing/files.js';
import { noisePicture, smoothPicture, worstDifference } from '../../image/testing/pictures.js';
import { bundleForBrowser } from '../../testing/browser-bundle.js';
import { chromiumOrNotice, openChromium } from '../../testing/chromium.js';
import { serveFolders, type StaticServer } from '../../testing/static-server.js';

const chromium = chromiumOrNotice('the codecs of the page, pixels against those of Node');
const picture = smoothPicture(61, 43);

describe.skipIf(chromium === undefined)('the codecs of the page', () => {
  let folder: string;
  let server: StaticServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-codecs-'));
    await bundleForBrowser(fileURLToPath(new URL('testing/codecs-page.ts', import.meta.url)), folder);
    server = await serveFolders({ '/': folder });
    browser = await openChromium(chromium!);
    page = await browser.newPage();
    await page.goto(server.address);
    await page.waitForFunction('globalThis.codecs !== undefined');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function decodeThere(bytes: Uint8Array): Promise<Image | { code: string }> {
    const answer = (await page.evaluate(
      `codecs.decode(${JSON.stringify(Buffer.from(bytes).toString('base64'))})`,
    )) as { width: number; height: number; data: string } | { code: string };
    return 'code' in answer
      ? answer
      : { ...answer, data: new Uint8Array(Buffer.from(answer.data, 'base64')) };
  }

  const files: Record<string, () => Promise<Buffer>> = {
    'a JPEG, 4:2:0': () => fromPicture(picture).jpeg({ quality: 80 }).toBuffer(),
    'a progressive JPEG, 4:4:4': () =>
      fromPicture(picture).jpeg({ quality: 95, progressive: true, chromaSubsampling: '4:4:4' }).toBuffer(),
    'a JPEG of noise': () => fromPicture(noisePicture(64, 40)).jpeg({ quality: 60 }).toBuffer(),
    'a grey JPEG': () => fromPicture(picture).toColourspace('b-w').jpeg().toBuffer(),
    'a PNG': () => fromPicture(picture).png().toBuffer(),
    'a PNG of 16 bits': () => fromPicture(picture).toColourspace('rgb16').png().toBuffer(),
    'a PNG with a palette': () => fromPicture(picture).png({ palette: true, colours: 30 }).toBuffer(),
    'a PNG with colours under clear pixels': () =>
      fromPicture(noisePicture(20, 20, 4), 4)
        .png()
        .toBuffer(),
    'a lossy WebP': () => fromPicture(picture).webp({ quality: 70 }).toBuffer(),
    'a lossless WebP': () => fromPicture(noisePicture(30, 20)).webp({ lossless: true }).toBuffer(),
    'a GIF': () => fromPicture(picture).gif().toBuffer(),
    ...Object.fromEntries(
      [2, 3, 4, 5, 6, 7, 8].map((orientation) => [
        `a JPEG of EXIF orientation ${orientation}`,
        () => fromPicture(picture).withMetadata({ orientation }).jpeg().toBuffer(),
      ]),
    ),
  };

  it.each(Object.keys(files))('give %s the pixels of Node, bit for bit', async (name) => {
    const bytes = await files[name]!();
    const there = await decodeThere(bytes);
    expect(there).not.toHaveProperty('code');
    expect(worstDifference(there as Image, await decodeImage(bytes))).toBe(0);
  });

  it('give an AVIF nearly the pixels of Node', async () => {
    const bytes = await fromPicture(picture).avif({ quality: 70 }).toBuffer();
    expect(worstDifference((await decodeThere(bytes)) as Image, await decodeImage(bytes))).toBeLessThan(4);
  });

  // 4:2:0 is Chromium's own encoder. MozJPEG's chooses among coefficients (trellis), and cannot be told not to.
  it.each([
    ['4:2:0', 60, 0],
    ['4:2:0', 92, 0],
    ['4:4:4', 75, 1.5],
    ['webp', 70, 0],
  ])('save as %s of quality %i as Node does, the mean pixel within %d', async (kind, quality, tolerance) => {
    const rgb = JSON.stringify(Buffer.from(picture.data).toString('base64'));
    const there = (await page.evaluate(
      `codecs.through(${picture.width}, ${picture.height}, ${rgb}, '${kind}', ${quality})`,
    )) as string;
    const here = await (kind === 'webp'
      ? throughWebp(picture, { quality })
      : throughJpeg(picture, { quality, subsampling: kind as '4:2:0' }));
    const data = Buffer.from(there, 'base64');
    const sum = here.data.reduce((total, value, i) => total + Math.abs(value - data[i]!), 0);
    expect(sum / data.length).toBeLessThanOrEqual(tolerance);
  });

  it.each([
    [
      'a JPEG that is cut short',
      async () => (await files['a JPEG of noise']!()).subarray(0, 900),
      'E_IMAGE_CORRUPT',
    ],
    ['a PNG that is cut short', async () => (await files['a PNG']!()).subarray(0, 900), 'E_IMAGE_CORRUPT'],
    ['a text', () => Promise.resolve(Buffer.from('no picture')), 'E_IMAGE_UNSUPPORTED'],
    ['nothing', () => Promise.resolve(Buffer.alloc(0)), 'E_IMAGE_EMPTY'],
    ['a TIFF', () => fromPicture(picture).tiff().toBuffer(), 'E_IMAGE_UNSUPPORTED'],
    [
      'a CMYK JPEG',
      () =>
        sharp(picture.data, { raw: { ...picture, channels: 3 } })
          .toColourspace('cmyk')
          .jpeg()
          .toBuffer(),
      'E_IMAGE_UNSUPPORTED',
    ],
  ])('refuse %s as Node does', async (_, make, code) => {
    expect(await decodeThere(await make())).toEqual({ code });
  });
});
