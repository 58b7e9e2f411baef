// Logits of the same pictures by the library and by the page in a headless Chromium: 200 of a folder as they are, and
// some of them saved in every format that the page reads; then the probabilities of those saved again or shrunk.
//   npm run build && node bench/parity.mjs DETECTOR.onnx FOLDER [--count 200] [--formats 25]
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { loadDetector, predictFile } from '../dist/detect/index.js';
import { applyDegradation, decodeImage } from '../dist/image/index.js';
import { createRandom } from '../dist/random.js';
import { buildPage, openChromium, servePage } from './page.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '200' }, formats: { type: 'string', default: '25' } },
});
const [detectorPath, source] = positionals;
if (!source)
  throw new Error('usage: node bench/parity.mjs DETECTOR.onnx FOLDER [--count 200] [--formats 25]');

const FORMATS = {
  'JPEG, progressive, quality 80': ['jpg', (image) => image.jpeg({ quality: 80, progressive: true })],
  PNG: ['png', (image) => image.png()],
  'WebP, quality 80': ['webp', (image) => image.webp({ quality: 80 })],
  'WebP, lossless': ['webp', (image) => image.webp({ lossless: true })],
  GIF: ['gif', (image) => image.gif()],
  'AVIF, quality 60': ['avif', (image) => image.avif({ quality: 60, effort: 2 })],
};

const work = await mkdtemp(join(tmpdir(), 'assay-parity-'));
const detector = await loadDetector(detectorPath);
const page = await buildPage(detectorPath);
const server = await servePage(page.folder);
const browser = await openChromium();
try {
  const found = (await readdir(source, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(jpe?g|png|webp|gif|avif)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const step = Math.max(1, Math.floor(found.length / Number(values.count)));
  const chosen = found.filter((_, i) => i % step === 0).slice(0, Number(values.count));
  console.log('| pictures | count | largest difference of logits | mean | verdicts that differ |');
  console.log('| --- | --- | --- | --- | --- |');
  await compare(
    'as they are',
    await copies('given', chosen, async (path) => [extname(path), await readFile(path)]),
  );
  const few = chosen.slice(0, Number(values.formats));
  for (const [name, [extension, save]] of Object.entries(FORMATS)) {
    const saved = async (path) => [`.${extension}`, await save(sharp(path)).toBuffer()];
    await compare(name, await copies(name, few, saved));
  }
  await compareStates(few);
} finally {
  await browser.close();
  server.close();
  await page.remove();
  await detector.close();
  await rm(work, { recursive: true, force: true });
}

/** Files under names that tell them apart in the page's table. */
async function copies(name, paths, make) {
  const folder = join(work, name.replace(/\W+/g, '-'));
  await mkdir(folder, { recursive: true });
  return Promise.all(
    paths.map(async (path, i) => {
      const [extension, bytes] = await make(path);
      const copy = join(folder, `${String(i).padStart(4, '0')}${extension}`);
      await writeFile(copy, bytes);
      return copy;
    }),
  );
}

async function compare(name, files) {
  const there = await judgeInPage(files);
  const differences = [];
  let turned = 0;
  for (const [i, file] of files.entries()) {
    const here = await predictFile(detector, file);
    const said = there[i];
    differences.push(Math.abs(here.logit - Number(said.logit)));
    if (here.verdict !== said.verdict) turned++;
  }
  const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
  const figures = [Math.max(...differences), mean].map((value) => value.toExponential(1));
  console.log(`| ${name} | ${files.length} | ${figures.join(' | ')} | ${turned} |`);
}

/** The page's own test of whether a verdict holds, against the same steps by the library. */
async function compareStates(files) {
  const steps = { jpeg60: [{ kind: 'jpeg', quality: 60 }], half: [{ kind: 'resize', factor: 0.5 }] };
  const differences = { jpeg60: [], half: [] };
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block' });
  const tab = await context.newPage();
  tab.setDefaultTimeout(600_000);
  await tab.goto(server.address);
  await tab.waitForSelector('[data-detector]');
  for (const file of files) {
    await tab.setInputFiles('[data-testid=files]', file);
    await tab.waitForFunction(
      (name) => globalThis.document.querySelector('#result-title')?.textContent === name,
      basename(file),
    );
    await tab.getByRole('button', { name: 'Test it' }).click();
    const image = await decodeImage(file);
    for (const [name, step] of Object.entries(steps)) {
      const there = await tab.locator(`[data-state=${name}][data-value]`).getAttribute('data-value');
      const state = await applyDegradation(image, step, createRandom(0));
      const [here] = await detector.predict([state]);
      differences[name].push(Math.abs(here.probability - Number(there)));
    }
  }
  await context.close();
  console.log('\n| state | count | largest difference of probabilities | mean |');
  console.log('| --- | --- | --- | --- |');
  for (const [name, all] of Object.entries(differences)) {
    const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
    console.log(
      `| ${name} | ${all.length} | ${Math.max(...all).toExponential(1)} | ${mean.toExponential(1)} |`,
    );
  }
}

/** As a reader would: the files chosen in the page, its table downloaded. */
async function judgeInPage(files) {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block' });
  const tab = await context.newPage();
  tab.setDefaultTimeout(600_000);
  await tab.goto(server.address);
  await tab.waitForSelector('[data-detector]');
  await tab.setInputFiles('[data-testid=files]', files);
  await tab.waitForFunction(
    (count) => globalThis.document.querySelectorAll('tbody tr[data-state=done]').length === count,
    files.length,
    { polling: 500 },
  );
  const waiting = tab.waitForEvent('download');
  await tab.getByRole('button', { name: 'Download as CSV' }).click();
  const csv = await readFile(await (await waiting).path(), 'utf8');
  await context.close();
  return parse(csv, { columns: true, bom: true });
}
