import { createHash } from 'node:crypto';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { addInput, addOutput, createGraph, serialise } from '../graph/index.js';
import { resizeLinear, type Image } from '../image/index.js';
import { emitResizeLinear } from './resize-graph.js';

/** The same picture as in the reference snippet below. */
function picture(height: number, width: number): Image {
  const data = new Uint8Array(height * width * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++, at++) data[at] = (x * 37 + y * 91 + c * 53 + ((x * y) % 29) * 11) % 256;
    }
  }
  return { width, height, data };
}

async function sessionOf(size: number): Promise<InferenceSession> {
  const graph = createGraph();
  const image = addInput(graph, 'image', 'uint8', ['N', 'height', 'width', 3]);
  addOutput(graph, emitResizeLinear(graph, image, size), 'pixels');
  return InferenceSession.create(serialise(graph));
}

async function resizeInGraph(session: InferenceSession, { data, height, width }: Image): Promise<Uint8Array> {
  const { pixels } = await session.run({ image: new Tensor('uint8', data, [1, height, width, 3]) });
  return Uint8Array.from(pixels?.data as Int32Array);
}

/*
 * First 16 digits of the SHA-256 of OpenCV 4.6.0's answer, made by
 *   def pic(h, w):
 *       y, x, c = np.mgrid[0:h, 0:w, 0:3]
 *       return ((x*37 + y*91 + c*53 + (x*y) % 29 * 11) % 256).astype(np.uint8)
 *   hashlib.sha256(cv2.resize(pic(h, w), (s, s), interpolation=cv2.INTER_LINEAR).tobytes()).hexdigest()[:16]
 */
const REFERENCES: [height: number, width: number, size: number, sha256: string][] = [
  [7, 5, 4, '0b8c6c634afb97ae'],
  [8, 8, 4, '479f511abfa3bc23'],
  [4, 4, 4, '5ee21524b2d929b4'],
  [3, 2, 5, '203563a1ccf7802e'],
  [1, 1, 3, '5088447325a59350'],
  [61, 103, 32, '76cadd540926ddb2'],
  [500, 333, 96, 'fa12bfd38673624c'],
  [96, 192, 96, '53b32d910c2437b2'],
  [192, 192, 96, '1c4141a3b6d0f7ea'],
  [97, 1000, 96, 'a5c296bf12ae7334'],
  [2, 700, 7, '5042d55ca276ef9c'],
];

describe('emitResizeLinear', () => {
  it.each(REFERENCES)('resizes %i x %i to %i as OpenCV does', async (height, width, size, sha256) => {
    const digest = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex').slice(0, 16);
    const image = picture(height, width);
    expect(digest(await resizeInGraph(await sessionOf(size), image))).toBe(sha256);
    expect(digest(resizeLinear(image, size, size).data)).toBe(sha256);
  });

  it('gives the bits of resizeLinear over many sizes', async () => {
    const session = await sessionOf(24);
    for (let i = 0; i < 60; i++) {
      const image = picture(1 + ((i * 37) % 151), 1 + ((i * 53) % 167));
      const expected = resizeLinear(image, 24, 24).data;
      expect(await resizeInGraph(session, image), `${image.height} x ${image.width}`).toEqual(expected);
    }
  });

  it('resizes every picture of a batch on its own', async () => {
    const session = await sessionOf(4);
    const [a, b] = [picture(9, 6), { ...picture(9, 6), data: picture(9, 6).data.toReversed() }];
    const both = Uint8Array.from([...a.data, ...b.data]);
    const { pixels } = await session.run({ image: new Tensor('uint8', both, [2, 9, 6, 3]) });
    const apart = [...(await resizeInGraph(session, a)), ...(await resizeInGraph(session, b))];
    expect(Array.from(pixels?.data as Int32Array)).toEqual(apart);
  });
});
