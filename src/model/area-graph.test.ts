import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { addInput, addOutput, createGraph, serialise } from '../graph/index.js';
import { areaView, type Image, resizeArea, resizeLinear } from '../image/index.js';
import { emitAreaMeans } from './area-graph.js';
import { emitResizeLinear } from './resize-graph.js';

function picture(width: number, height: number): Image {
  const data = Uint8Array.from(
    { length: width * height * 3 },
    (_, i) => (i * 7919 + (i >> 5) * 104729) % 256,
  );
  return { width, height, data };
}

const SIZE = 8;
let session: InferenceSession;
beforeAll(async () => {
  const graph = createGraph();
  const image = addInput(graph, 'image', 'uint8', ['N', 'height', 'width', 3]);
  addOutput(graph, emitResizeLinear(graph, emitAreaMeans(graph, image, SIZE), SIZE), 'pixels');
  session = await InferenceSession.create(serialise(graph));
});

describe('the view without aliasing', () => {
  it.each([
    [8, 8],
    [1, 1],
    [3, 70],
    [15, 16],
    [17, 24],
    [40, 31],
    [100, 9],
    [257, 190],
  ])('of %i × %i pixels is the same in the graph, bit for bit', async (width, height) => {
    const image = picture(width, height);
    const { pixels } = await session.run({ image: new Tensor('uint8', image.data, [1, height, width, 3]) });
    expect(Uint8Array.from(pixels!.data as Int32Array)).toEqual(areaView(image, SIZE).data);
  });

  it('is the picture itself where that is of its size, and the bilinear resize where no block is whole', () => {
    for (const [width, height] of [
      [8, 8],
      [5, 15],
    ] as const) {
      const image = picture(width, height);
      expect(areaView(image, SIZE)).toEqual(resizeLinear(image, SIZE, SIZE));
    }
  });

  it("has the means of OpenCV's INTER_AREA where blocks fit, halves up where those are to even", () => {
    const image = picture(40, 24);
    const theirs = resizeArea(image, SIZE, SIZE).data;
    areaView(image, SIZE).data.forEach((value, i) =>
      expect(Math.abs(value - theirs[i]!)).toBeLessThanOrEqual(1),
    );
  });

  it('cuts the same from both edges where blocks do not fit', () => {
    const data = new Uint8Array(3 * 26 * 8).fill(100);
    for (let y = 0; y < 8; y++) for (const x of [0, 25]) data.fill(0, 3 * (y * 26 + x), 3 * (y * 26 + x + 1));
    expect([...areaView({ width: 26, height: 8, data }, SIZE).data]).toEqual(Array(3 * 64).fill(100));
  });
});
