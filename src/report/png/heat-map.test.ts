import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { Explanation } from '../../detect/explain/explanation.js';
import { renderHeatMap } from './heat-map.js';
import { colourOf, heatPixels, scaleOf } from './heat-pixels.js';

const grid: Explanation = {
  method: 'occlusion',
  ...{ columns: 2, rows: 1, values: [1, -2] },
  region: { left: 0, top: 0, width: 300, height: 200 },
  seen: { left: 0, top: 0, width: 300, height: 200 },
  prediction: { logit: 1, probability: 0.7 },
  probes: 3,
};

it('colours fake orange, real blue, and fades between cells', () => {
  expect(scaleOf(grid)).toBe(2);
  expect(scaleOf({ values: [0.01] })).toBe(0.5);
  expect(colourOf(0)[3]).toBe(0);
  const pixels = heatPixels(grid, 2, 4, 1);
  expect([...pixels.subarray(0, 4)]).toEqual([213, 94, 0, 88]);
  expect([...pixels.subarray(12)]).toEqual([0, 114, 178, 175]);
  expect(pixels[7]).toBeLessThan(88);
});

it('draws the picture under the map, with a frame for what the verdict looks at', async () => {
  const image = { width: 300, height: 200, data: new Uint8Array(180_000).fill(100) };
  for (const map of [
    grid,
    { ...grid, method: 'crops' as const, seen: { left: 100, top: 50, width: 100, height: 100 } },
    { ...grid, region: { left: 50, top: 0, width: 200, height: 200 } },
  ]) {
    const png = await renderHeatMap(image, map, { title: `a\n<b>${'long '.repeat(40)}.jpg` });
    const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect(info.width).toBeGreaterThan(500);
    const at = (x: number, y: number): number[] => [
      ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
    ];
    const [left, right] = [at(100, 60), at(16 + 420 - 100, 60)];
    expect(left[0]).toBeGreaterThan(left[2]!);
    expect(right[2]).toBeGreaterThan(right[0]!);
  }
});
