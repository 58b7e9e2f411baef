import { describe, expect, it } from 'vitest';
import { initialCallbackState } from './callbacks.js';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';

const checkpoint: Checkpoint = {
  epochs: 2,
  finished: false,
  callbacks: initialCallbackState(),
  history: [
    { epoch: 0, learningRate: 1e-3, loss: 0.1 + 0.2, accuracy: 1 / 3, validationLoss: 0.7, validationAccuracy: 0.5, seconds: 1 },
  ], // prettier-ignore
  learner: Uint8Array.from([1, 2, 3, 255]),
};

describe('checkpoint', () => {
  it('reads back exactly what was written', () => {
    expect(decodeCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint);
  });

  it('is refused when truncated, changed in any byte, or something else', () => {
    const bytes = encodeCheckpoint(checkpoint);
    const refused = expect.objectContaining({ code: 'E_CHECKPOINT_INVALID' });
    for (const length of [0, 5, 12, 40, bytes.length - 1]) {
      expect(() => decodeCheckpoint(bytes.slice(0, length))).toThrowError(refused);
    }
    for (let i = 0; i < bytes.length; i += 7) {
      const changed = bytes.slice();
      changed[i]! ^= 1;
      expect(() => decodeCheckpoint(changed)).toThrowError(refused);
    }
  });
});
