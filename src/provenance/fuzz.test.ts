import { afterAll, expect, test } from 'vitest';
import { createRandom } from '../random.js';
import { closeC2paReader } from './c2pa/reader.js';
import { inspect, type Inspection } from './inspect.js';
import { mutate } from './testing/mutate.js';
import { seedFiles } from './testing/seeds.js';

// A short run with every test run. A long one: `npm run fuzz:provenance -- --runs 100000 --seed 1`.
const RUNS = Number(process.env.ASSAY_FUZZ_RUNS ?? 60);
const SEED = Number(process.env.ASSAY_FUZZ_SEED ?? 1);
/** Far above any real result; a mutated file of a few kilobytes has no business coming near it. */
const MAX_RESULT = 2_000_000;

afterAll(closeC2paReader);

test(`${RUNS} mutations of every container end in a bounded result`, async () => {
  const seeds = await seedFiles();
  const others = Object.values(seeds);
  const lines: string[] = [];
  for (const [name, seed] of Object.entries(seeds)) {
    const random = createRandom(SEED).fork(name);
    const tally = { claims: 0, warnings: 0, reader: 0, stopped: 0, slowest: 0 };
    for (let run = 0; run < RUNS; run++) {
      const file = mutate(seed, others, random);
      const started = performance.now();
      const result = await inspectOrShow(file, `${name}, seed ${SEED}, run ${run}`);
      tally.slowest = Math.max(tally.slowest, performance.now() - started);
      tally.claims += result.claims.length;
      tally.warnings += result.warnings.length;
      if (result.c2pa) tally.reader += 1;
      if (/trapped|crashed|took longer|unexpectedly/.test(result.c2pa?.error ?? '')) tally.stopped += 1;
    }
    lines.push(
      `${name.padEnd(14)} ${RUNS} runs, ${tally.claims} claims, ${tally.warnings} warnings, C2PA reader asked ${tally.reader}, stopped ${tally.stopped}, slowest ${tally.slowest.toFixed(0)} ms`,
    );
  }
  const memory = Math.round(process.memoryUsage.rss() / 1024 / 1024);
  if (process.env.ASSAY_FUZZ_RUNS) console.log(`${lines.join('\n')}\nmemory at the end ${memory} MiB`);
});

async function inspectOrShow(file: Uint8Array, name: string): Promise<Inspection> {
  let result: Inspection;
  try {
    result = await inspect(file);
  } catch (cause) {
    throw new Error(`${name} threw; file in base64: ${Buffer.from(file).toString('base64')}`, { cause });
  }
  const text = JSON.stringify(result);
  expect(text.length, name).toBeLessThan(MAX_RESULT);
  expect(JSON.parse(text), name).toEqual(result);
  return result;
}

test('every container is found whole before it is mutated', async () => {
  const found: Record<string, string> = {};
  for (const [name, seed] of Object.entries(await seedFiles())) {
    const { format, claims, warnings } = await inspect(seed);
    found[name] =
      `${format}: ${[...new Set(claims.map(({ source }) => source))].sort().join(' ')}${warnings.join(' ')}`;
  }
  expect(found).toMatchInlineSnapshot(`
    {
      "avif": "avif: edit-history iptc-credit iptc-digital-source-type",
      "gif": "gif: a1111-parameters c2pa edit-history iptc-credit iptc-digital-source-type",
      "heic": "heic: a1111-parameters edit-history exif-camera iptc-credit iptc-digital-source-type software",
      "jpeg": "jpeg: a1111-parameters edit-history exif-camera iptc-credit iptc-digital-source-type software",
      "jpeg c2pa": "jpeg: c2pa c2pa-ingredient edit-history iptc-credit iptc-digital-source-type",
      "jxl": "jxl: a1111-parameters c2pa edit-history exif-camera iptc-credit iptc-digital-source-type software",
      "png": "png: a1111-parameters comfyui edit-history exif-camera iptc-credit iptc-digital-source-type software",
      "png c2pa": "png: c2pa c2pa-ingredient",
      "png novelai": "png: novelai software",
      "png stealth": "png: stealth-pnginfo",
      "tiff": "tiff: edit-history exif-camera iptc-credit iptc-digital-source-type",
      "tiff picture": "tiff: ",
      "webp": "webp: a1111-parameters edit-history exif-camera iptc-credit iptc-digital-source-type software",
      "webp lossless": "webp: ",
    }
  `);
});
