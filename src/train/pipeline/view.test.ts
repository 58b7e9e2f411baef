import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../random.js';
import { makeFixedView, makeView, type ViewRecipe } from './view.js';

const recipe: ViewRecipe = { size: 16, kind: 'squash', flip: 0, equalise: false };

/** Red rises to the right, green downwards, so a view tells which part it shows. */
async function slope(width: number, height: number): Promise<Uint8Array> {
  const data = Buffer.alloc(3 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data[3 * (y * width + x)] = Math.round((255 * x) / (width - 1));
      data[3 * (y * width + x) + 1] = Math.round((255 * y) / (height - 1));
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

describe('random parts', () => {
  it('show the asked share of the area, up to 4:3 wider or taller, anywhere, and judging the whole', async () => {
    const bytes = await slope(200, 100);
    const starts = new Set<number>();
    for (let seed = 0; seed < 40; seed++) {
      const { data } = await makeView(bytes, { ...recipe, part: [0.2, 0.5] }, createRandom(seed), 'slope');
      // The outermost pixels lie half a sixteenth of the part inside its edges.
      const wide = ((data[3 * 15]! - data[0]!) / 255) * (16 / 15);
      const high = ((data[3 * 16 * 15 + 1]! - data[1]!) / 255) * (16 / 15);
      expect(wide * high).toBeGreaterThan(0.18);
      expect(wide * high).toBeLessThan(0.53);
      expect(Math.max(wide / high, high / wide)).toBeLessThan(1.45);
      starts.add(data[0]!);
    }
    expect(starts.size).toBeGreaterThan(20);
    const whole = await makeFixedView(bytes, { ...recipe, part: [0.2, 0.5] }, 'slope');
    expect(whole).toEqual(await makeFixedView(bytes, recipe, 'slope'));
  });

  it('of all of the area are nearly the whole', async () => {
    const bytes = await slope(64, 64);
    const { data } = await makeView(bytes, { ...recipe, part: [1, 1] }, createRandom(1), 'slope');
    expect(data[3 * 15]! - data[0]!).toBeGreaterThan(0.85 * 240);
  });
});
