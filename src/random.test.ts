import { describe, expect, it } from 'vitest';
import { createRandom, restoreRandom, shuffle } from './random.js';

describe('random', () => {
  it('repeats for a seed and differs between seeds', () => {
    const draw = (seed: number) =>
      Array.from(
        { length: 5 },
        (
          (r) => () =>
            r.next()
        )(createRandom(seed)),
      );
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('goes on exactly from a saved state', () => {
    const random = createRandom(7);
    random.next();
    const state = JSON.parse(JSON.stringify(random.state()));
    const after = [random.next(), random.int(100), random.normal()];
    const restored = restoreRandom(state);
    expect([restored.next(), restored.int(100), restored.normal()]).toEqual(after);
  });

  it('gives forks that depend on the label only, not on what was drawn before', () => {
    const random = createRandom(3);
    const before = random.fork('split').next();
    random.next();
    expect(random.fork('split').next()).toBe(before);
    expect(random.fork('dropout').next()).not.toBe(before);
  });

  it('is uniform and normal to the eye', () => {
    const random = createRandom(11);
    let sum = 0;
    let square = 0;
    const n = 20000;
    for (let i = 0; i < n; i++) sum += random.next();
    expect(sum / n).toBeCloseTo(0.5, 2);
    for (let i = 0; i < n; i++) square += random.normal() ** 2;
    expect(square / n).toBeCloseTo(1, 1);
  });

  it('shuffles every item once', () => {
    const items = shuffle([...Array(50).keys()], createRandom(5));
    expect([...items].sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
    expect(items).not.toEqual([...Array(50).keys()]);
  });
});
