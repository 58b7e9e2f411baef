import { createRequire } from 'node:module';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scene } from '../../dataset/audit/testing/scenes.js';
import { encodeJpeg, type Image } from '../../image/index.js';
import { LABELS } from '../../labels.js';
import { runCli } from '../../cli/testing/run-cli.js';
import { tinyDetectorFile } from '../../detect/testing/tiny-detector.js';
import { loadDetector, predictFile } from '../../detect/index.js';
import { chromiumOrNotice, openChromium } from '../../testing/chromium.js';
import { serveFolders, type StaticServer } from '../../testing/static-server.js';
import { recipeConfig, train } from '../../train/index.js';
import { buildPage } from '../testing/build-page.js';

const chromium = chromiumOrNotice('training in the page');
const EPOCHS = 4;

/** Scenes of which none is like another; the fakes have less blue. */
async function writeScenes(folder: string, perClass: number): Promise<void> {
  for (const label of LABELS) {
    await mkdir(join(folder, label), { recursive: true });
    for (let i = 0; i < perClass; i++) {
      const plain = scene(label === 'fake' ? i : perClass + i, 72, 72);
      const file = join(folder, label, `${i}.jpg`);
      await writeFile(file, await encodeJpeg(label === 'fake' ? yellowed(plain) : plain, { quality: 92 }));
    }
  }
}

/** Less blue, which a network sees and a file's size and headers do not tell. */
function yellowed({ width, height, data }: Image): Image {
  return { width, height, data: data.map((value, i) => (i % 3 === 2 ? Math.round(0.8 * value) : value)) };
}

describe.skipIf(chromium === undefined)('training in the page', () => {
  let folder: string;
  let server: StaticServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-train-page-'));
    await writeFile(join(folder, 'tiny.onnx'), await tinyDetectorFile());
    await writeScenes(join(folder, 'data'), 50);
    await buildPage(join(folder, 'web'), join(folder, 'tiny.onnx'));
    server = await serveFolders({ '/': join(folder, 'web') });
    browser = await openChromium(chromium!);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    problems = [];
  });
  afterEach(async () => {
    await context.close();
    expect(problems).toEqual([]);
  });

  async function open(options: Parameters<Browser['newContext']>[0]): Promise<void> {
    context = await browser.newContext(options);
    page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.setDefaultTimeout(300_000);
    await page.goto(server.address);
    await page.waitForSelector('[data-detector]');
    await page.locator('nav.views button').nth(1).click();
    for (const label of ['real', 'fake']) {
      await page.setInputFiles(`[data-testid=${label}-folder]`, join(folder, 'data', label));
      await page.waitForSelector(`[data-class=${label}] [data-count="50"]`);
    }
  }

  async function barriers(): Promise<unknown> {
    await page.evaluate(
      await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
    );
    return page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`))',
    );
  }

  it('makes the detector that assay train makes of the same pictures, and the command line takes it', async () => {
    await open({ locale: 'en-GB', viewport: { width: 1100, height: 900 } });
    await page.getByLabel('Epochs').fill(String(EPOCHS));
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.waitForSelector('[data-training=done]');
    expect(await page.locator('.predictions li').count()).toBe(16);
    expect(await barriers()).toEqual([]);
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the detector' }).click();
    const downloaded = await waiting;
    const path = join(folder, downloaded.suggestedFilename());
    await downloaded.saveAs(path);

    const { code } = await runCli('predict', path, join(folder, 'data/real/3.jpg'));
    expect(code).toBe(0);

    const data = { real: join(folder, 'data/real'), fake: join(folder, 'data/fake') };
    const config = { ...recipeConfig(data, 2), epochs: EPOCHS };
    const { result } = await train(config, { out: join(folder, 'run'), cacheFolder: null });
    // A picture saved anew is not bit for bit the same in the page, so the figures would be near, not equal.
    expect(result.equalisation).toBeNull();
    const detector = await loadDetector(path);
    expect(detector.info.training).toEqual({
      fingerprint: result.dataFingerprint,
      seed: 1,
      samples: result.counts.train,
    });
    for (const { id, logit } of result.predictions) {
      expect((await predictFile(detector, join(folder, 'data', id))).logit).toBeCloseTo(logit, 3);
    }
    await detector.close();
  });

  it.each([
    ['light', 1100, 'en-GB'],
    ['dark', 380, 'zh-CN'],
  ] as const)('can be stopped, and has no barrier: %s, %i pixels, %s', async (colorScheme, width, locale) => {
    await open({ locale, colorScheme, viewport: { width, height: 800 } });
    await page.locator('.choices button').click();
    await page.waitForSelector('.progress');
    await page.locator('.choices button').click();
    await page.waitForSelector('.choices button.primary');
    expect(await page.locator('.progress').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(await barriers()).toEqual([]);
  });
});
