import { describe, expect, it } from 'vitest';
import { viewOf } from '../detect/view.js';
import type { Calibration } from '../evaluate/types.js';
import { parseModel } from '../graph/index.js';
import { createSession } from '../runtime/index.js';
import { composeDetector } from './compose-detector.js';
import { readDetector } from './read-detector.js';
import { runPictures } from './run-pictures.js';
import { patterned, tinyBackbone, tinyHead } from './testing/tiny.js';
import { viewDetector, withDetectorView } from './view-detector.js';

const head = tinyHead(3, [0.02, -0.02, -0.02, 0.02, 0, 0]);
/** In double precision in the file. */
const calibration: Calibration = { method: 'isotonic', logits: [-9, 0, 9], probabilities: [0.1, 0.4, 0.8] };
const DOUBLE = 11;

describe('viewDetector', () => {
  it.each(['square', 'area', 'crop', 'tiles'] as const)(
    'gives the logits of the whole file over its views: %s',
    async (view) => {
      const tiles = view === 'tiles' ? { tiles: 3 } : {};
      const backbone = await tinyBackbone(8);
      const file = composeDetector({ name: 'tiny', backbone, head, view, calibration, ...tiles });
      const whole = await createSession(file);
      const short = await createSession(viewDetector(file));
      for (const [height, width] of [
        [30, 21],
        [8, 8],
        [5, 40],
      ] as const) {
        const made = viewOf(readDetector(file), patterned(height, width));
        const [expected, given] = [
          await runPictures(whole, [made, made]),
          await runPictures(short, [made, made]),
        ];
        expect(Object.keys(given)).toEqual(view === 'tiles' ? ['logit', 'tile_logits'] : ['logit']);
        for (const [name, value] of Object.entries(given)) expect(value).toEqual(expected[name]);
      }
      await whole.release();
      await short.release();
    },
  );

  it('holds no double precision, which onnxruntime does not have on WebGPU', async () => {
    const file = composeDetector({ name: 'tiny', backbone: await tinyBackbone(8), head, calibration });
    const doubles = (bytes: Uint8Array): number => {
      const { nodes, initializers } = parseModel(bytes);
      const casts = nodes.filter(
        ({ opType, attributes: { to } }) => opType === 'Cast' && to?.kind === 'int' && to.value === DOUBLE,
      );
      return casts.length + [...initializers.values()].filter(({ type }) => type === 'float64').length;
    };
    expect(doubles(file)).toBeGreaterThan(0);
    expect(doubles(viewDetector(file))).toBe(0);
  });

  it('refuses what is no detector', () => {
    expect(() => viewDetector(new Uint8Array(9))).toThrow(
      expect.objectContaining({ code: 'E_DETECTOR_INVALID' }),
    );
  });
});

describe('withDetectorView', () => {
  it('gives the file that would have been composed with that view, and back, without the promise of its thresholds', async () => {
    const parts = { name: 'tiny', backbone: await tinyBackbone(8), head, calibration };
    const area = composeDetector({ ...parts, view: 'area' });
    const changed = withDetectorView(composeDetector(parts), { kind: 'area', size: 8 });
    expect(readDetector(changed)).toEqual(readDetector(area));
    const image = patterned(43, 30);
    const logitOf = async (file: Uint8Array): Promise<unknown> => {
      const session = await createSession(file);
      const outputs = await runPictures(session, [image]);
      await session.release();
      return outputs;
    };
    expect(await logitOf(changed)).toEqual(await logitOf(area));
    expect(await logitOf(area)).not.toEqual(await logitOf(composeDetector(parts)));
    const back = withDetectorView(area, { kind: 'square', size: 8 });
    expect(await logitOf(back)).toEqual(await logitOf(composeDetector(parts)));
  });

  it('refuses parts of pictures', async () => {
    const file = composeDetector({ name: 'tiny', backbone: await tinyBackbone(8), head, view: 'crop' });
    const refused = expect.objectContaining({ code: 'E_DETECTOR_INVALID' }) as Error;
    expect(() => withDetectorView(file, { kind: 'area', size: 8 })).toThrow(refused);
    const whole = composeDetector({ name: 'tiny', backbone: await tinyBackbone(8), head });
    expect(() => withDetectorView(whole, { kind: 'crop', size: 8 })).toThrow(refused);
  });
});
