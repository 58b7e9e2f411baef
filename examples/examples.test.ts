import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeTinyData } from '../src/testing/pictures.js';
import { startService } from '../src/server/testing/start.js';
import { auditExample } from './audit.js';
import { calibrateExample } from './calibrate.js';
import { clientExample } from './client.js';
import { compareExample } from './compare.js';
import { evaluateExample } from './evaluate.js';
import { galleryExample } from './gallery.js';
import { predictExample } from './predict.js';
import { summaryExample } from './summary.js';
import { trainExample } from './train.js';

let folder: string;
let data: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-examples-'));
  data = join(folder, 'data');
  await writeTinyData(data, 16);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('gallery', async () => {
  expect(Buffer.from(await galleryExample(data)).toString('latin1', 1, 4)).toBe('PNG');
});

it('audit', async () => {
  const lines = await auditExample(data);
  expect(lines[0]).toMatch(/^warns few-samples: Only 16 fakes and 16 reals/);
  expect(lines.at(-2)).toMatch(/^accuracy without seeing a pixel: [01]\.\d{3}$/);
});

it('train, summary, predict, evaluate, calibrate, compare', async () => {
  const run = await trainExample(data, join(folder, 'run'));
  expect(await summaryExample(join(run, 'best.onnx'))).toContain('dense_1');
  const files = [join(data, 'fake', 'fake 000.jpg'), join(folder, 'gone.jpg')];
  const [first, second] = await predictExample(run, files);
  expect(first).toMatch(/fake 000.jpg: (fake|real) \(0\.\d{3}\)/);
  expect(second).toBe(`${files[1]}: E_FILE_NOT_FOUND`);

  const others = join(folder, 'others');
  await writeTinyData(others, 24);
  const detector = join(run, 'best.onnx');
  const judged = await evaluateExample(detector, others);
  expect(judged[0]).toMatch(/^accuracy: [01]\.\d{3} \([01]\.\d{3} to [01]\.\d{3}\)$/);
  expect(judged[2]).toMatch(/^without seeing a pixel: [01]\.\d{3}$/);
  const calibrated = join(folder, 'calibrated.onnx');
  const { fakeAtLeast, realAtMost } = JSON.parse(
    await calibrateExample(detector, others, calibrated),
  ).thresholds;
  expect(fakeAtLeast).toBeGreaterThanOrEqual(realAtMost);
  const [words] = await compareExample([detector, calibrated], others);
  expect(words).toContain('noise');
});

it('client', async () => {
  const service = await startService();
  const [line] = await clientExample(service.address, [join(data, 'fake', 'fake 000.jpg')]);
  expect(line).toMatch(/^fake 000.jpg: (fake|real|inconclusive) \(0\.\d{3}\)$/);
  await service.stop();
  expect((await clientExample(service.address, []))[0]).toMatch(/^E_HTTP_CONNECT/);
});
