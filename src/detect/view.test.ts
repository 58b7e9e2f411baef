import { describe, expect, it } from 'vitest';
import { loadDetector } from './detector.js';
import { tileView, type Image } from '../image/index.js';
import { createRandom } from '../random.js';
import { createSession } from '../runtime/index.js';
import { readDetector, runPictures } from '../model/index.js';
import { tinyDetectorFile } from './testing/tiny-detector.js';

function noise(width: number, height: number): Image {
  const random = createRandom(width * 1000 + height);
  return { width, height, data: Uint8Array.from({ length: 3 * width * height }, () => random.int(256)) };
}

describe('a detector that looks at squares all over a picture', () => {
  it.each([
    [100, 60],
    [31, 45],
    [16, 16],
    [9, 40],
    [24, 7],
  ])('gives the same answer of %i × %i pixels as of the view made beforehand', async (width, height) => {
    const bytes = await tinyDetectorFile({ view: 'tiles', tiles: 3 });
    const { view } = readDetector(bytes);
    expect(view).toMatchObject({ kind: 'tiles', tiles: 3 });
    const picture = noise(width, height);
    const made = tileView(picture, view.size, 3);
    const session = await createSession(bytes, { threads: 1 });
    const [whole, seen] = await Promise.all([runPictures(session, [picture]), runPictures(session, [made])]);
    expect(whole['logit']!.data).toEqual(seen['logit']!.data);
    expect(whole['tile_logits']!.dims).toEqual([1, 9]);
    const mean = [...(whole['tile_logits']!.data as Float32Array)].reduce((a, b) => a + b) / 9;
    expect(whole['logit']!.data[0]).toBeCloseTo(mean, 5);
    expect(tileView(made, view.size, 3).data).toEqual(made.data);
    const detector = await loadDetector(bytes);
    const [prediction] = await detector.predict([picture]);
    expect(prediction!.logit).toBe(seen['logit']!.data[0]);
    await Promise.all([session.release(), detector.close()]);
  });
});
