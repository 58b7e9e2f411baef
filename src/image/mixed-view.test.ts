import { describe, expect, it } from 'vitest';
import { areaView } from './area-view.js';
import type { Image } from './image.js';
import { mixedView, nativePixels } from './mixed-view.js';
import { crop } from './transform.js';

/** A picture whose every pixel tells its place. */
function placed(width: number, height: number): Image {
  const data = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; i++)
    data.set([(i % width) & 255, Math.floor(i / width) & 255, i >> 10], 3 * i);
  return { width, height, data };
}

describe('nativePixels', () => {
  it('are the picture itself up to 2,047 pixels a side, then means of blocks that keep 1,024 of its longer side', () => {
    for (const [width, height, factor] of [
      [20, 2047, 1],
      [2048, 11, 2],
      [7, 3072, 3],
    ] as const) {
      const { width: w, height: h } = nativePixels(placed(width, height));
      expect([w, h]).toEqual([Math.floor(width / factor), Math.floor(height / factor)]);
    }
    const small = placed(30, 40);
    expect(nativePixels(small)).toBe(small);
    const grey = {
      width: 2048,
      height: 2,
      data: new Uint8Array(3 * 4096).map((_, i) => (i < 6144 ? 10 : 13)),
    };
    expect(nativePixels(grey).data).toEqual(new Uint8Array(3 * 1024).fill(12)); // 11.5, halves up
  });

  it('are there of a picture one pixel high', () => {
    const line = { width: 4096, height: 1, data: new Uint8Array(3 * 4096).fill(7) };
    expect(nativePixels(line)).toEqual(line);
    expect(mixedView(line, 8, 2).data).toEqual(new Uint8Array(3 * 256).fill(7));
  });
});

describe('mixedView', () => {
  it('lays squares of native pixels and, last, all of the picture side by side', () => {
    const image = placed(40, 24);
    const view = mixedView(image, 8, 2);
    const part = (left: number, top: number): Image => crop(view, { left, top, width: 8, height: 8 });
    const native = (left: number, top: number): Image => crop(image, { left, top, width: 8, height: 8 });
    expect([view.width, view.height]).toEqual([16, 16]);
    expect(part(0, 0)).toEqual(native(8, 4));
    expect(part(8, 0)).toEqual(native(24, 4));
    expect(part(0, 8)).toEqual(native(8, 12));
    expect(part(8, 8)).toEqual(areaView(image, 8));
  });

  it('enlarges the largest squares of a picture that is smaller than one', () => {
    const grey = { width: 3, height: 5, data: new Uint8Array(45).fill(77) };
    expect(mixedView(grey, 8, 2).data).toEqual(new Uint8Array(3 * 256).fill(77));
  });
});
