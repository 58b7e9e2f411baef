import type { Label } from '../../labels.js';

/** 1 is fake, as scikit-learn's positive class. */
export function labelsOf(ones: readonly number[]): Label[] {
  return ones.map((one) => (one === 1 ? 'fake' : 'real'));
}

/**
 * A poor detector on 24 samples: ties, a probability of exactly 0 and one of exactly 1, and weights.
 *   r = np.random.RandomState(7); y = (r.rand(24) < .45).astype(int)
 *   p = np.round(np.clip(.5 + .25*(y-.5) + .22*r.randn(24), .01, .99), 2)
 *   p[3] = p[5] = p[9]; p[0] = 0; p[23] = 1; w = r.randint(0, 4, 24)
 */
export const poor = {
  labels: labelsOf([1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0]),
  probabilities: [
    0.0, 0.41, 0.54, 0.28, 0.37, 0.28, 0.29, 0.12, 0.86, 0.28, 0.21, 0.61, 0.26, 0.74, 0.17, 0.23, 0.36, 0.7,
    0.76, 0.55, 0.56, 0.34, 0.75, 1.0,
  ],
  weights: [2, 3, 2, 2, 1, 3, 3, 3, 2, 3, 0, 0, 1, 3, 1, 1, 0, 3, 2, 2, 0, 0, 1, 0],
};

/**
 * Logits of a fair detector on 30 samples, with ties.
 *   r = np.random.RandomState(3); y = (r.rand(30) < .4).astype(int)
 *   s = np.round(1.3*(y-.5) + r.randn(30), 1)
 */
export const fair = {
  labels: labelsOf([
    0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 1, 1, 0,
  ]),
  logits: [
    -1.4, -0.9, 1.4, 1.3, -1.9, -1.3, -0.2, -1.8, -0.3, -1.7, 1.8, -0.8, -2.3, 1.3, -1.0, -2.4, 0.1, -1.2,
    -0.2, -0.6, -1.6, -0.9, 0.4, 1.5, 0.5, 0.5, 2.1, -0.5, 1.5, -2.5,
  ],
};

/** Equal to an outside reference to 1e-9, absolute. */
export const DIGITS = 9;
