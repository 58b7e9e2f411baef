import { expect, it } from 'vitest';
import { scoreLogits } from './score-logits.js';

it('scores logits as softmax cross-entropy and argmax', () => {
  const scores = scoreLogits(Float32Array.from([2, 0, 0, 2, 1, 1]), [
    { label: 'fake' },
    { label: 'fake' },
    { label: 'real' },
  ]);
  // -log(e²/(e²+1)), -log(1/(1+e²)), log 2
  const expected = [Math.log(1 + Math.exp(-2)), Math.log(1 + Math.exp(2)), Math.log(2)];
  expect(scores.loss).toBeCloseTo((expected[0]! + expected[1]! + expected[2]!) / 3, 12);
  expect(scores.right).toBe(1);
  expect([...scores.logOdds]).toEqual([2, -2, 0]);
});

it('does not overflow', () => {
  expect(scoreLogits(Float32Array.from([-2000, 2000]), [{ label: 'fake' }]).loss).toBe(4000);
});
