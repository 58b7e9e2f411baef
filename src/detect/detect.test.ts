import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Image, resizeLinear } from '../image/index.js';
import { composeDetector, resolveBackbone, updateDetector } from '../model/index.js';
import { patterned, tinyBackbone, tinyHead } from '../model/testing/tiny.js';
import { loadDetector, type Detector } from './detector.js';
import { predictBytes, predictFile, predictFiles, type PredictFailure } from './predict-files.js';
import type { Verdict } from './verdict.js';

const png = ({ width, height, data }: Image): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();

let folder: string;
let bytes: Uint8Array;
let detector: Detector;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-detect-'));
  // The tiny detector's logit is .04 · (mean red - mean green).
  const head = tinyHead(3, [0.02, -0.02, -0.02, 0.02, 0, 0]);
  bytes = composeDetector({ name: 'tiny', backbone: await tinyBackbone(8), head });
  detector = await loadDetector(bytes);
});
afterAll(async () => {
  await detector.close();
  await rm(folder, { recursive: true });
});

/** A picture of one colour: logit .04 · (red - green). */
function plain(red: number, green: number, side = 10): Image {
  const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => [red, green, 0][i % 3]!);
  return { width: side, height: side, data };
}

async function all(
  files: string[],
  options?: Parameters<typeof predictFiles>[2],
): Promise<(Verdict | PredictFailure)[]> {
  const results: (Verdict | PredictFailure)[] = [];
  for await (const result of predictFiles(detector, files, options)) results.push(result);
  return results;
}

describe('loadDetector', () => {
  it('takes bytes, a file or a run folder', async () => {
    await mkdir(join(folder, 'run'));
    await writeFile(join(folder, 'run', 'best.onnx'), bytes);
    for (const path of [join(folder, 'run'), join(folder, 'run', 'best.onnx')]) {
      const loaded = await loadDetector(path);
      expect(loaded.info).toEqual(detector.info);
      expect(loaded.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
      await loaded.close();
    }
  });

  it('says what is wrong with a path', async () => {
    const picture = join(folder, 'cat.onnx');
    await writeFile(picture, await png(plain(1, 2)));
    await expect(loadDetector(picture)).rejects.toMatchObject({
      code: 'E_DETECTOR_INVALID',
      message: expect.stringMatching(/cat\.onnx.*a PNG picture/) as string,
    });
    await expect(loadDetector(join(folder, 'none.onnx'))).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' });
    await mkdir(join(folder, 'empty'));
    await expect(loadDetector(join(folder, 'empty'))).rejects.toThrow(/best\.onnx/);
  });
});

describe('predict', () => {
  it('says the same of a picture alone, in a batch of other sizes, and by any number of threads', async () => {
    const backbone = await resolveBackbone('mobilenet-v2', { size: 96 });
    const weights = Array.from({ length: 2560 }, (_, i) => Math.sin(i) / 20);
    const file = composeDetector({ name: 'm', backbone, head: tinyHead(1280, weights) });
    const [one, two] = [await loadDetector(file), await loadDetector(file, { threads: 2 })];
    const images = Array.from({ length: 11 }, (_, i) => patterned(60 + i * 20, 130 - i, i));
    const together = await one.predict(images);
    const inTwo = await two.predict(images);
    for (const [i, image] of images.entries()) {
      const [alone] = await one.predict([image]);
      expect(together[i]!.logit).toBeCloseTo(alone!.logit, 5);
      expect(inTwo[i]!.logit).toBeCloseTo(alone!.logit, 5);
    }
    await Promise.all([one.close(), two.close()]);
    expect(await detector.predict([])).toEqual([]);
  });

  it('resizes as the graph does', async () => {
    const image = patterned(33, 21);
    const [full] = await detector.predict([image]);
    const [small] = await detector.predict([resizeLinear(image, 8, 8)]);
    expect(small).toEqual(full);
  });
});

describe('predictFiles', () => {
  it('gives a verdict a file, in order, and goes on after those it cannot read', async () => {
    const names = ['fake.png', 'real.png', 'broken.png', 'none.png', 'été "1"\n.png', 'text.jpg'];
    const files = names.map((name) => join(folder, name));
    const fake = await png(plain(200, 100));
    await writeFile(files[0]!, fake);
    await writeFile(files[1]!, await png(plain(100, 200, 4)));
    await writeFile(files[2]!, fake.subarray(0, 60));
    await writeFile(files[4]!, fake);
    await writeFile(files[5]!, 'no picture');
    const many = [...files, ...files];
    const results = await all(many);
    expect(results.map((result) => result.file)).toEqual(many);
    expect(results.slice(6)).toEqual(results.slice(0, 6));
    expect(results[0]).toEqual({
      file: files[0],
      sha256: createHash('sha256').update(fake).digest('hex'),
      verdict: 'fake',
      reason: 'The pixels decide: the file makes no claim that could.',
      probability: expect.closeTo(1 / (1 + Math.exp(-4)), 5) as number,
      logit: expect.closeTo(4, 4) as number,
      evidence: {
        pixels: { probability: expect.closeTo(0.982, 3) as number, verdict: 'fake' },
        provenance: [],
      },
      model: { name: 'tiny', sha256: detector.sha256 },
      warnings: [],
    });
    expect(results[1]).toMatchObject({ verdict: 'real', warnings: [{ code: 'IMAGE_SMALL' }] });
    expect(results[2]).toMatchObject({ error: { code: 'E_IMAGE_CORRUPT' } });
    expect(results[3]).toMatchObject({ error: { code: 'E_FILE_NOT_FOUND' } });
    expect(results[4]).toMatchObject({ verdict: 'fake' });
    expect(results[5]).toMatchObject({ error: { code: 'E_IMAGE_UNSUPPORTED' } });
    expect(JSON.parse(JSON.stringify(results))).toEqual(results);
    expect(await predictFile(detector, files[0]!)).toEqual(results[0]);
    await expect(predictFile(detector, files[3]!)).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' });
  });

  it("decides by the file's thresholds, or by those given", async () => {
    const updated = await loadDetector(
      updateDetector(bytes, { thresholds: { fakeAtLeast: 0.99, realAtMost: 0.1 } }),
    );
    const picture = await png(plain(200, 100));
    expect(await predictBytes(updated, picture)).toMatchObject({ verdict: 'inconclusive', file: '' });
    const thresholds = { fakeAtLeast: 0.9, realAtMost: null };
    expect(await predictBytes(updated, picture, { thresholds, name: 'x.png' })).toMatchObject({
      verdict: 'fake',
      file: 'x.png',
    });
    await updated.close();
  });

  it('carries what the provenance hook finds, and survives its failure', async () => {
    const picture = await png(plain(200, 100));
    const claim = {
      source: 'test',
      statement: 'generated',
      strength: 'unsigned',
      summary: 's',
      raw: 'r',
      caveat: 'c',
    } as const;
    const found = await predictBytes(detector, picture, { provenance: () => Promise.resolve([claim]) });
    expect(found.evidence.provenance).toEqual([claim]);
    const camera = { ...claim, statement: 'captured', strength: 'signed-trusted' } as const;
    const fused = await predictBytes(detector, picture, { provenance: () => Promise.resolve([camera]) });
    expect(fused).toMatchObject({ verdict: 'inconclusive', evidence: { pixels: { verdict: 'fake' } } });
    expect(fused.reason).toContain('a trusted signature says that it was captured');
    const failed = await predictBytes(detector, picture, {
      provenance: () => Promise.reject(new Error('odd')),
    });
    expect(failed.warnings).toMatchObject([{ code: 'PROVENANCE_FAILED' }]);
  });

  it('lists a picture that the network fails on, and judges the others of its batch', async () => {
    const files = ['a.png', 'b.png', 'c.png'].map((name) => join(folder, name));
    for (const [i, file] of files.entries()) await writeFile(file, await png(plain(100 + i, 0)));
    const odd: Detector = {
      ...detector,
      predictViews: async (views) => {
        if (views.some((view) => view.data[0] === 101)) throw new Error('odd picture');
        return detector.predictViews(views);
      },
    };
    const results = [];
    for await (const result of predictFiles(odd, files))
      results.push('error' in result ? result.error.code : result.verdict);
    expect(results).toEqual(['fake', 'E_INTERNAL', 'fake']);
  });

  it('stops when told to', async () => {
    const file = join(folder, 'stop.png');
    await writeFile(file, await png(plain(9, 9)));
    await expect(all([file, file], { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    );
    expect(await all([])).toEqual([]);
  });
});
