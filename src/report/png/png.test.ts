import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { Image } from '../../image/image.js';
import { renderLossCurve } from '../charts/curves.js';
import { textPath, textPathWidth } from './font.js';
import { renderGallery } from './gallery.js';
import { outlineText } from './outline-text.js';
import { renderPredictionGrid } from './predictions.js';
import { svgToPng } from './svg-png.js';

function plain(width: number, height: number, color: [number, number, number]): Image {
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, (_, i) => color[i % 3]!) };
}

async function decode(png: Uint8Array) {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): number[] => [
    ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
  ];
  const count = (
    left: number,
    top: number,
    width: number,
    height: number,
    test: (rgb: number[]) => boolean,
  ): number => {
    let found = 0;
    for (let y = top; y < top + height; y++)
      for (let x = left; x < left + width; x++) found += test(at(x, y)) ? 1 : 0;
    return found;
  };
  return { width: info.width, height: info.height, at, count };
}

const isGreen = ([r, g, b]: number[]): boolean => g! > r! + 40 && g! > b! + 40;
const isRed = ([r, g, b]: number[]): boolean => r! > g! + 60 && r! > b! + 60;

it('letters a prediction green where right and red where wrong, without any font of the machine', async () => {
  const image = plain(96, 96, [40, 40, 200]);
  const png = await renderPredictionGrid([
    { image, index: 250, predicted: 'fake', actual: 'fake', probability: 0.9 },
    { image, index: 251, predicted: 'real', actual: 'fake', probability: 0.2 },
  ]);
  const { width, at, count } = await decode(png);
  expect(width).toBe(12 + 2 * 212);
  expect(at(112, 112)).toEqual([40, 40, 200]);
  expect(at(13, 13)).toEqual([0x1a, 0x7f, 0x37]);
  expect(at(225, 13)).toEqual([0xc6, 0x28, 0x28]);
  // The captions: right of the mark, below the tile.
  expect(count(34, 216, 170, 18, isGreen)).toBeGreaterThan(250);
  expect(count(246, 216, 170, 18, isRed)).toBeGreaterThan(250);
  expect(count(34, 216, 170, 18, isRed)).toBe(0);
});

it('scales a small picture up smoothly and keeps its shape', async () => {
  const { width, height, at } = await decode(await renderGallery([{ image: plain(8, 16, [200, 0, 0]) }]));
  expect([width, height]).toEqual([184, 184]);
  expect(at(92, 92)).toEqual([200, 0, 0]);
  expect(at(20, 92)).toEqual([0xe9, 0xec, 0xf0]);
});

it('lays sixteen pictures out four by four, and says when there are none', async () => {
  const items = Array.from({ length: 16 }, (_, i) => ({
    image: plain(10, 10, [i, i, i]),
    caption: `写真 <&> ${i}`,
  }));
  const { width, height } = await decode(await renderGallery(items));
  expect([width, height]).toEqual([12 + 4 * 172, 12 + 4 * (172 + 24)]);
  const empty = await decode(await renderGallery([]));
  expect(empty.count(0, 0, empty.width, empty.height, ([r]) => r! < 128)).toBeGreaterThan(50);
});

it('refuses pictures and layouts that are not ones', async () => {
  const broken = { width: 10, height: 10, data: new Uint8Array(5) };
  await expect(renderGallery([{ image: broken }])).rejects.toThrow('5 bytes; expected 300');
  await expect(renderGallery([], { columns: 0 })).rejects.toThrow('columns is 0');
});

it('draws text as outlines: same spot, same size, nothing left to a font', async () => {
  const svg = renderLossCurve([]);
  const outlined = outlineText(svg);
  expect(outlined).not.toContain('<text');
  const { width, height } = await sharp(await svgToPng(svg, 72)).metadata();
  const box = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!;
  expect([width, height]).toEqual([Number(box[1]), Number(box[2])]);
});

it('measures and draws every script it has, and a box for the rest', () => {
  // Inter's advance widths in units of 1/2048 em: A 1413
  expect(textPathWidth('A', 2048)).toBe(1413);
  expect(textPath('Жł Ωé', { size: 12 }).path).not.toContain('H');
  expect(textPath('写', { size: 10 })).toEqual({ path: 'M1 -7.2H6V0H1ZM1.6 -6.6V-0.6H5.4V-6.6Z', width: 7 });
  expect(textPath('20', { x: -8.23, y: 9.23, size: 13 }).path).not.toMatch(/\d\.\d+\.\d/);
});
