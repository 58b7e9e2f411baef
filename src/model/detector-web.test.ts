import * as web from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { createSession, openSession } from '../runtime/index.js';
import { resolveBackbone } from './backbone.js';
import { composeDetector } from './compose-detector.js';
import { runPictures } from './run-pictures.js';
import { patterned, tinyHead } from './testing/tiny.js';

describe('a detector file in the browser runtime (onnxruntime-web, WebAssembly)', () => {
  it.each(['square', 'area'] as const)(
    'gives the logit of onnxruntime-node to 1e-4, resize included: %s',
    async (view) => {
      web.env.wasm.numThreads = 1;
      const backbone = await resolveBackbone('mobilenet-v2', { size: 96 });
      const weights = Array.from({ length: 2560 }, (_, i) => Math.sin(i) / 20);
      const calibration = { method: 'isotonic', logits: [-9, 0, 9], probabilities: [0.1, 0.4, 0.8] } as const;
      const file = composeDetector({
        name: 'm',
        view,
        backbone,
        head: tinyHead(1280, weights),
        calibration: {
          ...calibration,
          logits: [...calibration.logits],
          probabilities: [...calibration.probabilities],
        },
      });
      const sessions = [await createSession(file, { threads: 1 }), await openSession(web, file)];
      for (const [height, width] of [
        [96, 96],
        [203, 77],
        [40, 300],
      ] as const) {
        const [node, wasm] = await Promise.all(
          sessions.map((session) => runPictures(session, [patterned(height, width)])),
        );
        for (const name of ['logit', 'probability', 'probabilities']) {
          const expected = Array.from(node![name]!.data, Number);
          Array.from(wasm![name]!.data, Number).forEach((value, i) => {
            expect(Math.abs(value - expected[i]!), `${name} at ${height} x ${width}`).toBeLessThanOrEqual(
              1e-4,
            );
          });
        }
      }
      for (const session of sessions) await session.release();
    },
  );
});
