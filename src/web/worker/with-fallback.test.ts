import { describe, expect, it } from 'vitest';
import type { Detector, Prediction } from '../../detect/detector.js';
import type { Image } from '../../image/index.js';
import { agree, TOLERANCE, withFallback } from './with-fallback.js';

const picture: Image = { width: 1, height: 1, data: new Uint8Array(3) };
const never = new Promise<never>(() => undefined);

/** A detector that says what `answer` does; `asked` counts. */
function detectorOf(answer: () => Promise<number>): Detector & { asked: number } {
  const detector = {
    asked: 0,
    info: {} as Detector['info'],
    sha256: 'ab',
    predict: async (images: readonly Image[]): Promise<Prediction[]> => {
      detector.asked++;
      const logit = await answer();
      return images.map(() => ({ logit, probability: 0.5 }));
    },
    predictViews: (views: readonly Image[]) => detector.predict(views),
    tileLogits: async (views: readonly Image[]) => Promise.all(views.map(async () => [await answer()])),
    close: () => Promise.resolve(),
  };
  return detector;
}

const says = (logit: number) => detectorOf(() => Promise.resolve(logit));
const fails = () => detectorOf(() => Promise.reject(new Error('refused')));

async function logitOf(detector: Detector): Promise<number> {
  return (await detector.predict([picture]))[0]!.logit;
}

describe('withFallback', () => {
  it('judges with the fast one while that answers', async () => {
    const plain = says(2);
    const both = withFallback(says(1), plain, never, () => expect.unreachable());
    expect(await logitOf(both)).toBe(1);
    expect(await both.tileLogits([picture])).toEqual([[1]]);
    expect(plain.asked).toBe(0);
  });

  it('judges with the other what the fast one failed at, and everything after it', async () => {
    let told = 0;
    const fast = fails();
    const both = withFallback(fast, says(2), never, () => told++);
    expect(await logitOf(both)).toBe(2);
    expect(await logitOf(both)).toBe(2);
    expect(await both.tileLogits([picture])).toEqual([[2]]);
    expect([fast.asked, told]).toEqual([1, 1]);
  });

  it('does not wait for a device that is lost', async () => {
    let lose = (): void => undefined;
    const lost = new Promise<void>((resolve) => {
      lose = resolve;
    });
    const both = withFallback(
      detectorOf(() => never),
      says(2),
      lost,
      () => undefined,
    );
    const answer = logitOf(both);
    lose();
    expect(await answer).toBe(2);
  });

  it('throws what the other one throws too', async () => {
    const both = withFallback(fails(), fails(), never, () => undefined);
    await expect(both.predict([picture])).rejects.toThrow('refused');
  });
});

describe('agree', () => {
  it('takes logits for equal within the tolerance', async () => {
    expect(await agree(says(3), says(3 + TOLERANCE / 2))).toBe(true);
    expect(await agree(says(3), says(3 + TOLERANCE * 2))).toBe(false);
    expect(await agree(says(3), says(NaN))).toBe(false);
  });
});
