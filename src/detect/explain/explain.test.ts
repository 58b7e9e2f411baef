import { describe, expect, it } from 'vitest';
import type { Image } from '../../image/index.js';
import type { DetectorView } from '../../model/index.js';
import { pictureOfLogit, tinyDetectorFile } from '../testing/tiny-detector.js';
import { loadDetector, type Detector } from '../detector.js';
import { cropStarts } from './crops.js';
import { explain } from './explain.js';
import { toGrid } from './explanation.js';
import { localise } from './localise.js';

/** A detector whose logit is a number of the view. */
function detectorOf(view: DetectorView, logit: (image: Image) => number): Pick<Detector, 'predict' | 'info'> {
  return {
    info: { view } as Detector['info'],
    predict: (images) => Promise.resolve(images.map((image) => ({ logit: logit(image), probability: 0.5 }))),
  };
}

/** A grey picture with a fine chequer in one rectangle. */
function chequered(width: number, height: number, at: { left: number; top: number; side: number }): Image {
  const data = new Uint8Array(width * height * 3).fill(128);
  for (let y = at.top; y < at.top + at.side; y++) {
    for (let x = at.left; x < at.left + at.side; x++)
      data.fill((x + y) % 2 ? 255 : 0, (y * width + x) * 3, (y * width + x) * 3 + 3);
  }
  return { width, height, data };
}

/** How much neighbouring pixels differ: blur takes it away. */
function detail({ width, data }: Image): number {
  let sum = 0;
  for (let i = 3; i < data.length; i += 3) if ((i / 3) % width) sum += Math.abs(data[i]! - data[i - 3]!);
  return sum / 10_000;
}

describe('explain', () => {
  it('finds the part that speaks for fake by blurring parts away', async () => {
    const image = chequered(96, 96, { left: 64, top: 16, side: 16 });
    const map = await explain(detectorOf({ kind: 'square', size: 96 }, detail), image);
    expect(map).toMatchObject({ method: 'occlusion', columns: 12, rows: 12, probes: 101 });
    expect(map.region).toEqual({ left: 0, top: 0, width: 96, height: 96 });
    const part = { left: 64, top: 16, width: 16, height: 16 };
    expect(localise(map, [part])).toMatchObject({ hit: true, chance: 4 / 144 });
    expect(localise(map, [part]).auc).toBeGreaterThan(0.95);
    expect(localise(map, [{ left: 0, top: 80, width: 16, height: 16 }])).toMatchObject({ hit: false });
  });

  it('shows what a detector of native pixels says of every place', async () => {
    const image = chequered(200, 100, { left: 150, top: 10, side: 40 });
    const map = await explain(detectorOf({ kind: 'crop', size: 64 }, detail), image);
    expect(map).toMatchObject({ method: 'crops', columns: 12, rows: 6 });
    expect(map.seen).toEqual({ left: 68, top: 18, width: 64, height: 64 });
    expect(map.prediction.logit).toBe(detail(image));
    expect(localise(map, [{ left: 140, top: 0, width: 60, height: 64 }]).hit).toBe(true);
    expect(Math.min(...map.values)).toBe(0);
  });

  it('shows the squares of a detector that sees all of a picture too, of large pictures at the size that it judges', async () => {
    const asked: Image[] = [];
    const detector = {
      ...detectorOf({ kind: 'mixed', size: 64, tiles: 2 }, () => 1),
      tileLogits: (views: readonly Image[]) => {
        asked.push(...views);
        return Promise.resolve(views.map((view) => [0, 1, 2, 3].map((i) => (view.data[0] ?? 0) + i)));
      },
    };
    const image = { width: 2048, height: 128, data: new Uint8Array(3 * 2048 * 128).fill(9) };
    const map = await explain(detector, image);
    expect(map).toMatchObject({
      method: 'crops',
      columns: 32,
      rows: 2,
      region: { width: 2048, height: 128 },
    });
    expect(asked).toHaveLength(Math.ceil(16 / 3)); // the place of all of the picture stays empty
    expect(asked[0]).toMatchObject({ width: 128, height: 128 });
  });

  it('shows what a detector of several squares says of every place, many squares at a time', async () => {
    const detector = await loadDetector(await tinyDetectorFile({ view: 'tiles', tiles: 3 }));
    const image = pictureOfLogit(0, 1, 40);
    const { size } = detector.info.view;
    for (let y = 20; y < 40; y++) image.data.fill(255, (y * 40 + 20) * 3, (y * 40 + 21) * 3);
    for (let y = 20; y < 40; y++) for (let x = 20; x < 40; x++) image.data[(y * 40 + x) * 3 + 1] = 0;
    const map = await explain(detector, image);
    const cells = 2 * cropStarts(40, size).length;
    expect(map).toMatchObject({
      method: 'crops',
      columns: cells,
      rows: cells,
      seen: { width: 40, height: 40 },
    });
    expect(map.prediction).toEqual((await detector.predict([image]))[0]);
    expect(localise(map, [{ left: 20, top: 20, width: 20, height: 20 }])).toMatchObject({ hit: true });
    const small = await explain(detector, pictureOfLogit(2, 1, size - 2));
    expect(small.values.every((value) => value > 1)).toBe(true);
    await detector.close();
  });

  it('covers the middle square of a picture smaller than the crop', async () => {
    const map = await explain(
      detectorOf({ kind: 'crop', size: 64 }, detail),
      chequered(90, 40, { left: 30, top: 0, side: 8 }),
    );
    expect(map).toMatchObject({ method: 'occlusion', region: { left: 25, top: 0, width: 40, height: 40 } });
  });

  it('runs on a detector file, and a plain picture leaves nothing to point at', async () => {
    const detector = await loadDetector(await tinyDetectorFile());
    const map = await explain(detector, pictureOfLogit(2, 0, 24));
    expect(map.prediction.logit).toBeCloseTo(2, 0);
    expect(Math.max(...map.values.map(Math.abs))).toBeLessThan(0.05);
    await detector.close();
  });
});

it('starts crops half a square apart, and never more than sixteen along a side', () => {
  expect(cropStarts(64, 64)).toEqual([0]);
  expect(cropStarts(128, 64)).toEqual([0, 32, 64]);
  expect(cropStarts(70, 64)).toEqual([0, 6]);
  expect(cropStarts(10_000, 64)).toHaveLength(16);
  expect(cropStarts(10_000, 64).at(-1)).toBe(9936);
});

it('gives a cell the mean of the probes over it, or the nearest', () => {
  const probes = [
    { left: 0, top: 0, right: 0.5, bottom: 1, value: 1 },
    { left: 0, top: 0, right: 0.25, bottom: 1, value: 3 },
  ];
  expect(toGrid(probes, 4, 1)).toEqual([2, 1, 1, 1]);
});

it('counts ties half', () => {
  const map = { columns: 2, rows: 1, values: [1, 1], region: { left: 0, top: 0, width: 20, height: 10 } };
  expect(localise(map, [{ left: 0, top: 0, width: 10, height: 10 }])).toEqual({
    hit: true,
    chance: 0.5,
    auc: 0.5,
  });
  expect(localise(map, [{ left: 16, top: 0, width: 1, height: 10 }]).chance).toBe(0);
  expect(localise(map, [{ left: 16, top: 0, width: 1, height: 10 }], 1).chance).toBe(0.5);
});
