// The network of bench/graph-conv.mjs: six 3 × 3 convolutions over a fixed high-pass residual, each with batch norm
// and ReLU, global average pooling and two scores, and the batches that every engine is given.
import { createRandom } from '../dist/random.js';

export const SIZE = 96;
export const LAYERS = [
  [32, 2],
  [64, 1],
  [64, 2],
  [128, 1],
  [128, 2],
  [128, 1],
];
export const RATE = 1e-3;
// Keras adds ε to √v, tfjs to the corrected √v̂: a small one keeps the two definitions of Adam together.
export const EPSILON = 1e-10;

/** Multiply-adds of one training step for one crop: forward, kernel gradients, input gradients but the first. */
export function multiplyAdds() {
  let side = SIZE;
  let channels = 3;
  let sum = 3 * 9 * SIZE * SIZE; // the fixed filter has no gradient
  LAYERS.forEach(([filters, stride], i) => {
    side /= stride;
    sum += (i === 0 ? 2 : 3) * 9 * channels * filters * side * side;
    channels = filters;
  });
  return sum + 3 * 2 * channels;
}

/** Batch number `index` of `count` crops [count, 3, SIZE, SIZE]: noise, a little stronger in one class. */
export function batchOf(count, index) {
  const random = createRandom(7).fork(`batch ${index}`);
  const labels = Array.from({ length: count }, (_, i) => i % 2);
  const pixels = new Float32Array(count * 3 * SIZE * SIZE);
  const plane = 3 * SIZE * SIZE;
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = 0.5 + (0.1 + 0.004 * labels[Math.floor(i / plane)]) * random.normal();
  }
  return { pixels, labels };
}
