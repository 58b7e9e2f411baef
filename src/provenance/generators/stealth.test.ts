import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { inspect } from '../inspect.js';
import { readContainer } from '../containers/walk.js';
import { findStealthText } from '../stealth-pixels.js';
import { be32, join, tinyPng } from '../testing/build.js';
import { INFOTEXT } from '../testing/marks.js';
import { readStealthHeader, readStealthText, type RasterView } from './stealth.js';

/** Hides text as sd_webui_stealth_pnginfo does: lowest bits, column by column. */
function hide(
  signature: string,
  payload: Uint8Array,
  mode: 'alpha' | 'rgb',
  width = 64,
  height = 60,
): RasterView {
  const data = new Uint8Array(width * height * 4).fill(254);
  const bits = join(signature, be32(payload.length * 8), payload);
  for (let bit = 0; bit < bits.length * 8; bit++) {
    const pixel = mode === 'rgb' ? Math.floor(bit / 3) : bit;
    const [x, y] = [Math.floor(pixel / height), pixel % height];
    data[(y * width + x) * 4 + (mode === 'rgb' ? bit % 3 : 3)]! |= (bits[bit >> 3]! >> (7 - (bit & 7))) & 1;
  }
  return { width, height, channels: 4, data };
}

const plain = new Uint8Array(Buffer.from(INFOTEXT));

test.each([
  ['stealth_pnginfo', plain, 'alpha'],
  ['stealth_pngcomp', new Uint8Array(gzipSync(plain)), 'alpha'],
  ['stealth_rgbinfo', plain, 'rgb'],
  ['stealth_rgbcomp', new Uint8Array(gzipSync(plain)), 'rgb'],
] as const)('%s is read', (signature, payload, mode) => {
  const raster = hide(signature, payload, mode);
  const header = readStealthHeader(raster);
  expect(header?.mode).toBe(mode);
  expect(readStealthText(raster, header!)).toBe(INFOTEXT);
});

test('a PNG with hidden text is claimed, and can be left unread', async () => {
  const { data, width, height } = hide('stealth_pngcomp', new Uint8Array(gzipSync(plain)), 'alpha');
  const png = new Uint8Array(
    await sharp(data, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer(),
  );
  expect((await inspect(png)).claims).toMatchObject([
    {
      source: 'stealth-pnginfo',
      statement: 'generated',
      strength: 'unsigned',
      fields: { seed: '235284042' },
    },
  ]);
  expect((await inspect(png, { hiddenText: false })).claims).toEqual([]);
});

test('lengths that cannot be, bombs and signatures in the wrong channel are nothing', () => {
  const huge = hide('stealth_pnginfo', new Uint8Array(0), 'alpha');
  for (let bit = 120; bit < 152; bit++) huge.data[((bit % 60) * 64 + Math.floor(bit / 60)) * 4 + 3]! |= 1;
  expect(readStealthText(huge, readStealthHeader(huge)!)).toBeUndefined();
  const bomb = hide('stealth_pngcomp', new Uint8Array(gzipSync(Buffer.alloc(9_000_000))), 'alpha', 400, 400);
  expect(readStealthText(bomb, readStealthHeader(bomb)!)).toBeUndefined();
  expect(readStealthHeader(hide('stealth_rgbinfo', plain, 'alpha'))).toBeUndefined();
  expect(readStealthHeader({ width: 2, height: 2, channels: 3, data: new Uint8Array(12) })).toBeUndefined();
});

test('a PNG whose header claims more pixels than its bytes can hold is not decoded', async () => {
  // Found by fuzzing: a picture of one pixel that called itself 1 x 40,000,000 kept the decoder busy for minutes.
  for (const [width, height] of [
    [1, 40_000_000],
    [7_000, 7_000],
  ] as const) {
    const file = tinyPng();
    file.set(join(be32(width), be32(height)), 16);
    expect(await findStealthText(file, readContainer(file))).toBeUndefined();
  }
});
