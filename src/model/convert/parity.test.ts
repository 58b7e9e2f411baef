import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../random.js';
import { convertBackbone } from './build.js';
import { RECIPES } from './catalogue.js';
import { tfjsFeatures } from './testing/tfjs-reference.js';

/** Smooth random pictures [N,height,width,3] of 0..1: noise alone looks alike to every network. */
function pictures(count: number, height: number, width: number, seed: number): Float32Array {
  const random = createRandom(seed);
  const data = new Float32Array(count * height * width * 3);
  for (let n = 0, at = 0; n < count; n++) {
    const waves = Array.from({ length: 9 }, () => random.next() * 12);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let c = 0; c < 3; c++, at++) {
          const phase = (waves[c]! * x) / width + (waves[c + 3]! * y) / height + waves[c + 6]!;
          data[at] = Math.min(1, Math.max(0, 0.5 + 0.4 * Math.sin(phase) + 0.2 * (random.next() - 0.5)));
        }
      }
    }
  }
  return data;
}

function toChannelsFirst(data: Float32Array, area: number): Float32Array {
  const out = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const picture = Math.floor(i / (area * 3));
    const pixel = Math.floor(i / 3) % area;
    out[(picture * 3 + (i % 3)) * area + pixel] = data[i]!;
  }
  return out;
}

describe.each(RECIPES)('$name against TensorFlow.js on the same weights', (recipe) => {
  let session: InferenceSession | undefined;
  afterAll(() => session?.release());

  const squares = recipe.name === 'inception-v3' ? [299, 96] : [96, 224];
  const shapes = [...squares.map((side) => [side, side] as const), [131, 100] as const];
  it.each(shapes)('gives the same features at %i x %i', async (height, width) => {
    session ??= await InferenceSession.create((await convertBackbone(recipe)).bytes);
    const pixels = pictures(2, height, width, height);
    const expected = await tfjsFeatures(recipe, pixels, [2, height, width, 3]);
    const planes = toChannelsFirst(pixels, height * width);
    const { features } = await session.run({ pixels: new Tensor('float32', planes, [2, 3, height, width]) });
    expect(features?.dims).toEqual([2, recipe.featureLength]);
    const actual = features?.data as Float32Array;
    let worst = 0;
    for (let i = 0; i < expected.length; i++) worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!));
    expect(worst).toBeLessThanOrEqual(1e-4);
    expect(Math.max(...expected)).toBeGreaterThan(0.1);
  });
});
