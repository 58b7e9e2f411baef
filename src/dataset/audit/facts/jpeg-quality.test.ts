import { expect, it } from 'vitest';
import { walkContainer } from '../../../provenance/containers/walk.js';
import { from, scene } from '../testing/scenes.js';
import { estimateJpegQuality } from './jpeg-quality.js';

// Reference: Pillow 9.4.0 on libjpeg-turbo, Image.save(f, quality=q), and `identify -format %Q` of ImageMagick
// 6.9.11, which says q for each. The sum of the luma table and its first four divisors:
it.each([
  [10, 12560, [80, 55, 50, 80]],
  [25, 7376, [32, 22, 20, 32]],
  [50, 3688, [16, 11, 10, 16]],
  [75, 1858, [8, 6, 5, 8]],
  [90, 736, [3, 2, 2, 3]],
  [95, 369, [2, 1, 1, 2]],
  [100, 64, [1, 1, 1, 1]],
])('reads quality %i off the table that libjpeg writes for it', async (quality, sum, first) => {
  const bytes = await from(scene(1, 32, 32))
    .jpeg({ quality })
    .toBuffer();
  const table = walkContainer(bytes).container.jpeg!.quantisationTables[0]!.values;
  expect(table.reduce((total, value) => total + value, 0)).toBe(sum);
  expect(table.slice(0, 4)).toEqual(first);
  expect(estimateJpegQuality(table)).toBe(quality);
});

it('takes the nearest for a foreign table, of any length', () => {
  expect(estimateJpegQuality(Array<number>(64).fill(1))).toBe(100);
  expect(estimateJpegQuality(Array<number>(64).fill(255))).toBe(1);
  expect(estimateJpegQuality([])).toBe(100);
});
