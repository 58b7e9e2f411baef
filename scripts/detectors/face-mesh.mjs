// Points of a face: MediaPipe's face mesh as the package @vladmandic/human brings it, run in TensorFlow.js.
import * as tf from '@tensorflow/tfjs-core';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import '@tensorflow/tfjs-backend-wasm';
import { readSource } from '../../dist/model/convert/sources.js';
import { sample } from './similarity.mjs';

const SIDE = 192;
/** Outer corners of the eyes in the mesh, the one left in the picture first. */
const EYES = [33, 263];

/**
 * Opens the mesh. What it gives looks for one face in the middle of a picture of pixels [height,width,3] of 0..255: 468
 * points in pixels, or null where the network is not sure that it saw a face.
 */
export async function openFaceMesh() {
  await tf.setBackend('wasm');
  await tf.ready();
  const { topology, manifest, weights } = await readSource({
    package: '@vladmandic/human',
    files: ['models/facemesh.json', 'models/facemesh.bin'],
    form: 'plain',
  });
  const model = await loadGraphModel(
    tf.io.fromMemory({
      modelTopology: topology,
      weightSpecs: manifest.flatMap((group) => group.weights),
      weightData: Uint8Array.from(Buffer.concat(weights)).buffer,
    }),
  );

  /** Looks at a square of `side` pixels round `centre`, turned by `angle`. */
  const look = ({ data, width, height }, { centre, side, angle }) => {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)].map((value) => (value * side) / SIDE);
    const map = [cos, -sin, centre[0] - (cos - sin) * (SIDE / 2), sin, cos, centre[1] - (sin + cos) * (SIDE / 2)]; // prettier-ignore
    const pixels = sample({ data, width, height }, map, SIDE, SIDE);
    const outputs = tf.tidy(() => {
      const input = tf.tensor4d(
        Float32Array.from(pixels, (value) => value / 255),
        [1, SIDE, SIDE, 3],
      );
      return model.execute(input, ['Identity_1', 'Identity_2']).map((tensor) => tensor.dataSync());
    });
    const flag = outputs[0][0];
    const points = Array.from({ length: 468 }, (_, i) => {
      const [x, y] = [outputs[1][3 * i], outputs[1][3 * i + 1]];
      return [map[0] * x + map[1] * y + map[2], map[3] * x + map[4] * y + map[5]];
    });
    return { flag, points };
  };

  return (picture) => {
    const { width, height } = picture;
    const middle = { centre: [width / 2, height * 0.52], side: 0.85 * Math.min(width, height), angle: 0 };
    // The network expects a face that fills two thirds of the square and stands upright: the second look gives it that.
    const { points } = look(picture, middle);
    const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const [a, b] = EYES.map((index) => points[index]);
    const seen = look(picture, {
      centre: [(left + right) / 2, (top + bottom) / 2],
      side: 1.5 * Math.max(right - left, bottom - top),
      angle: Math.atan2(b[1] - a[1], b[0] - a[0]),
    });
    return seen.flag > 0.9 ? seen.points : null;
  };
}
