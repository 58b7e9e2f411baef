import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeTree } from '../dataset/testing/tree.js';
import { encodePng } from '../image/index.js';
import { contentFromDetector } from '../model/index.js';
import { openJudgePool, openLedger } from '../scan/index.js';
import { listBuiltInModels } from './built-in-models.js';
import { resolveModel } from './built-in.js';
import { loadDetector } from './detector.js';
import { openDetector } from './open-detector.js';
import { predictFile, predictFiles } from './predict-files.js';
import { pictureOfLogit, tinyDetectorFile } from './testing/tiny-detector.js';

/** A picture's redness stands for a face here; `general` calls red fake and `faces` calls red real. */
async function builtIn() {
  const thresholds = { fakeAtLeast: 0.5, realAtMost: 0.5 };
  return makeTree({
    'general.onnx': await tinyDetectorFile({ name: 'general', thresholds }),
    'general.md': '# General\n\nAny picture:\n98 % right.\n\n## Where it fails\n\n- At night.\n',
    'faces.onnx': await tinyDetectorFile({ name: 'faces', thresholds }, -0.02),
    'content.onnx': contentFromDetector(await tinyDetectorFile()),
    'face.png': await encodePng(pictureOfLogit(3)),
    'else.png': await encodePng(pictureOfLogit(-3)),
    'broken.png': 'no picture',
  });
}

it('judges each picture by the built-in detector for what it shows, and says which and why', async () => {
  const root = await builtIn();
  const files = ['face.png', 'broken.png', 'else.png'].map((name) => join(root, name));
  const judge = await openDetector(await resolveModel('auto', root));
  const results = [];
  for await (const result of predictFiles(judge, files)) results.push(result);
  const [face, broken, other] = results;
  expect(face).toMatchObject({
    verdict: 'real',
    model: {
      name: 'faces',
      chosen: { set: judge.sha256, reason: expect.stringMatching(/^a face fills/) as string },
    },
  });
  expect(broken).toMatchObject({ error: { code: 'E_IMAGE_UNSUPPORTED' } });
  expect(other).toMatchObject({ verdict: 'real', model: { name: 'general' } });

  // The very verdicts of the one detector, the choice apart.
  const faces = await loadDetector(join(root, 'faces.onnx'));
  const alone = await predictFile(faces, files[0]!);
  expect(face).toEqual({ ...alone, model: { ...alone.model, chosen: expect.anything() as unknown } });
  await Promise.all([faces.close(), judge.close()]);

  const pool = await openJudgePool(
    { detector: await resolveModel('auto', root), provenance: false },
    { workers: 1 },
  );
  expect(pool.sha256).toBe(judge.sha256);
  expect(pool.detectors.map(({ info }) => info.name)).toEqual(['general', 'faces']);
  const judged = await pool.judge(files);
  expect(judged).toEqual(results);
  await pool.close();

  const path = join(root, 'scan.jsonl');
  const ledger = await openLedger(path, pool.sha256);
  await ledger.append(judged.map((result) => `${JSON.stringify(result)}\n`).join(''));
  await ledger.close();
  for (const [digest, kept] of [
    [pool.sha256, 2],
    [faces.sha256, 0], // one detector's scan does not take over what a choice decided
  ] as const) {
    const again = await openLedger(path, digest);
    expect(again.kept).toBe(kept);
    await again.close();
  }
});

it('lists the built-in detectors with what their cards say first', async () => {
  const models = await listBuiltInModels(await builtIn());
  expect(models.map(({ name, headline, knownFailures }) => [name, headline, knownFailures])).toEqual([
    ['faces', null, []],
    ['general', 'Any picture: 98 % right.', ['At night.']],
  ]);
  expect(models[1]).toMatchObject({ info: { name: 'general' }, bytes: expect.any(Number) as number });
});
