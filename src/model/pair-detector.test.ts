import { describe, expect, it } from 'vitest';
import { loadDetector } from '../detect/detector.js';
import { viewOf } from '../detect/view.js';
import { mixedView, nativePixels, crop } from '../image/index.js';
import { createSession } from '../runtime/index.js';
import { composeDetector } from './compose-detector.js';
import { detectorWeights } from './detector-weights.js';
import { pairDetectors } from './pair-detector.js';
import { readDetector, shrinkDetector, updateDetector } from './read-detector.js';
import { runPictures } from './run-pictures.js';
import { patterned, tinyBackbone, tinyHead } from './testing/tiny.js';

const heads = {
  area: tinyHead(3, [0.02, -0.02, -0.02, 0.02, 0, 0]),
  crop: tinyHead(3, [0.01, -0.03, 0.02, 0.01, -0.01, 0]),
};
const part = async (view: 'area' | 'crop', size = 8): Promise<Uint8Array> =>
  composeDetector({ name: view, backbone: await tinyBackbone(size), head: heads[view], view });
const options = { name: 'both', tiles: 2, weights: { whole: 0.7, native: 1.5 } };

describe('pairDetectors', () => {
  it.each([
    [30, 21],
    [8, 8],
    [5, 40],
    [2050, 70],
  ])('weighs what its parts say of all and of squares of %i × %i pixels', async (height, width) => {
    const [whole, native] = [await part('area'), await part('crop')];
    const file = pairDetectors(whole, native, options);
    const image = patterned(height, width);
    const detectors = await Promise.all([whole, native, file].map((bytes) => loadDetector(bytes)));
    const [first, second, both] = detectors as [
      (typeof detectors)[0],
      (typeof detectors)[0],
      (typeof detectors)[0],
    ];
    const pixels = nativePixels(image);
    const side = Math.min(8, pixels.width, pixels.height);
    const start = (room: number, i: number): number => Math.floor((room * (2 * i + 1)) / 4);
    const squares = [0, 1, 2].map((i) =>
      crop(pixels, {
        left: start(pixels.width - side, i % 2),
        top: start(pixels.height - side, i >> 1),
        width: side,
        height: side,
      }),
    );
    const [all] = await first.predict([image]);
    const parts = (await second.predict(squares)).map(({ logit }) => logit);
    const expected = 0.7 * all!.logit + (1.5 * (parts[0]! + parts[1]! + parts[2]!)) / 3;
    const [prediction] = await both.predict([image]);
    expect(prediction!.logit).toBeCloseTo(expected, 4);
    expect(await both.predictViews([viewOf(both.info, image)])).toEqual([prediction]);
    const tiles = (await both.tileLogits([mixedView(image, 8, 2)]))[0]!;
    [...parts, all!.logit].forEach((logit, i) => expect(tiles[i]).toBeCloseTo(logit, 4));

    const session = await createSession(file); // the file as any runtime opens it
    const outputs = await runPictures(session, [image, image]);
    expect(outputs['logit']!.data[1]).toBeCloseTo(expected, 4);
    expect(outputs['probability']!.data[1]).toBeCloseTo(1 / (1 + Math.exp(-expected)), 4);
    expect(outputs['probabilities']!.data[2]).toBeCloseTo(1 / (1 + Math.exp(-expected)), 4);
    expect(outputs['tile_logits']!.dims).toEqual([2, 4]);
    await session.release();
    await Promise.all(detectors.map((detector) => detector.close()));
  });

  it('says what it looks at, takes a calibration, and gives the weights of either', async () => {
    const whole = await part('area');
    const native = await part('crop');
    const file = pairDetectors(whole, native, options);
    expect(readDetector(file)).toMatchObject({
      name: 'both',
      view: { kind: 'mixed', size: 8, tiles: 2 },
      tables: { pair: { weights: options.weights, native: { name: 'crop', training: null } } },
    });
    const calibrated = updateDetector(file, { calibration: { method: 'temperature', temperature: 2 } });
    const detector = await loadDetector(calibrated);
    const [{ logit, probability }] = (await detector.predict([patterned(9, 20)])) as [
      { logit: number; probability: number },
    ];
    expect(probability).toBeCloseTo(1 / (1 + Math.exp(-logit / 2)), 6);
    await detector.close();
    expect(detectorWeights(shrinkDetector(file))).toEqual(detectorWeights(whole)); // too small to be stored in 8 bits
    expect(detectorWeights(shrinkDetector(file), { squares: true })).toEqual(detectorWeights(native));
    expect(detectorWeights(native, { squares: true })).toEqual(detectorWeights(native));
  });

  it('refuses parts that do not fit', async () => {
    const [whole, native] = [await part('area'), await part('crop')];
    const refused = expect.objectContaining({ code: 'E_DETECTOR_INVALID' }) as Error;
    expect(() => pairDetectors(native, whole, options)).toThrow(refused);
    expect(() => pairDetectors(whole, whole, options)).toThrow(refused);
    expect(() => pairDetectors(whole, native, { ...options, tiles: 1 })).toThrow(refused);
  });
});
