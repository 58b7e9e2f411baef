import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { loadDetector, predictFiles, type Verdict } from '../../detect/index.js';
import { pictureOfLogit, tinyDetectorFile } from '../../detect/testing/tiny-detector.js';
import { encodePng } from '../../image/index.js';
import { openJudgePool } from './pool.js';

let folder: string;
let detector: string;
let files: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-judges-'));
  detector = join(folder, 'tiny.onnx');
  await writeFile(detector, await tinyDetectorFile());
  files = await Promise.all(
    Array.from({ length: 9 }, async (_, i) => {
      const file = join(folder, `${i}.png`);
      await writeFile(file, i === 4 ? 'no picture' : await encodePng(pictureOfLogit(i - 4, i)));
      return file;
    }),
  );
});
afterAll(() => rm(folder, { recursive: true }));

it('says what the library says, by files and by bytes, in their order', async () => {
  const expected = [];
  const own = await loadDetector(detector);
  for await (const result of predictFiles(own, files)) expected.push(result);
  await own.close();
  const pool = await openJudgePool({ detector, provenance: false }, { workers: 2 });
  expect(pool).toMatchObject({ sha256: own.sha256, workers: 2, pending: 0, info: { name: 'tiny' } });
  const work = [pool.judge(files.slice(0, 5)), pool.judge(files.slice(5))];
  expect(pool.pending).toBe(9);
  expect((await Promise.all(work)).flat()).toEqual(expected);
  const bytes = new Uint8Array(await encodePng(pictureOfLogit(2)));
  const [verdict] = await pool.judge([{ file: 'sent.png', bytes }]);
  expect(verdict).toMatchObject({ file: 'sent.png', verdict: 'fake', evidence: { provenance: [] } });
  await pool.close();
  await expect(pool.judge(files)).rejects.toMatchObject({ code: 'E_INTERNAL' });
});

it('replaces a process that dies and judges again what it held', async () => {
  const pool = await openJudgePool({ detector }, { workers: 1 });
  const work = pool.judge(files);
  process.kill(pool.pids[0]!, 'SIGKILL');
  const results = await work;
  expect(results.map((result) => ('error' in result ? result.error.code : result.verdict))).toEqual(
    [...'rrrrxffff'].map((letter) => ({ r: 'real', f: 'fake', x: 'E_IMAGE_UNSUPPORTED' })[letter]),
  );
  await pool.close();
});

it('names the file that brings a process down each time, also where it hangs', async () => {
  const pool = await openJudgePool({ detector }, { workers: 1, watchdogMs: 300 });
  // Every process that opens is held still, until two were given up.
  const held = new Set<number>();
  const timer = setInterval(() => {
    for (const pid of pool.pids) {
      if (held.size < 2 || held.has(pid)) {
        held.add(pid);
        process.kill(pid, 'SIGSTOP');
      }
    }
  }, 5);
  process.kill(pool.pids[0]!, 'SIGSTOP');
  held.add(pool.pids[0]!);
  const [result] = await pool.judge([files[0]!]);
  clearInterval(timer);
  expect(result).toMatchObject({ file: files[0], error: { code: 'E_SCAN_WORKER' } });
  expect(await pool.judge([files[0]!])).toMatchObject([{ verdict: 'real' }]);
  await pool.close();
});

it('draws a heat map on request and says what files say of themselves, with an error for what cannot be read', async () => {
  const pool = await openJudgePool({ detector }, { workers: 1 });
  expect(pool).toMatchObject({ capacity: 2, failure: null });
  const [explained, none] = await pool.judge([files[0]!, files[4]!], { explain: true });
  const map = (explained as Verdict).evidence.pixels.heatMap!;
  expect(Buffer.from(map.replace('data:image/png;base64,', ''), 'base64').toString('latin1', 1, 4)).toBe(
    'PNG',
  );
  expect(none).toMatchObject({ error: { code: 'E_IMAGE_UNSUPPORTED' } });
  const bytes = new Uint8Array(await encodePng(pictureOfLogit(2)));
  expect(await pool.inspect([{ file: 'sent.png', bytes }, join(folder, 'gone.png')])).toMatchObject([
    { file: 'sent.png', format: 'png', width: 12, claims: [] },
    { error: { code: 'E_FILE_NOT_FOUND' } },
  ]);
  await pool.close();
  expect(pool.failure).toMatchObject({ code: 'E_INTERNAL' });
});

it('does not open with a detector that is none', async () => {
  const picture = { detector: files[0]! };
  await expect(openJudgePool(picture, { workers: 2 })).rejects.toMatchObject({ code: 'E_DETECTOR_INVALID' });
});
