import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDetector, predictFile } from '../detect/index.js';
import { pictureOfLogit, tinyDetectorFile } from '../detect/testing/tiny-detector.js';
import { encodePng } from '../image/index.js';
import { chromiumOrNotice, openChromium } from '../testing/chromium.js';
import { serveFolders, type StaticServer } from '../testing/static-server.js';
import { buildPage } from './testing/build-page.js';

const chromium = chromiumOrNotice('WebGPU in the page');

/** An adapter in software, which Chromium has where there is no graphics processor. */
const ADAPTER = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

describe.skipIf(chromium === undefined)('WebGPU in the page', () => {
  let folder: string;
  let server: StaticServer;
  let browser: Browser;
  let hasAdapter: boolean;
  /** What Node says of fake.png. */
  let here: number;
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-graphics-'));
    await writeFile(file('detector.onnx'), await tinyDetectorFile());
    await writeFile(file('fake.png'), await encodePng(pictureOfLogit(2, 1, 40)));
    await writeFile(file('real.png'), await encodePng(pictureOfLogit(-2, 2, 40)));
    await buildPage(file('web'), file('detector.onnx'));
    const detector = await loadDetector(file('detector.onnx'));
    here = (await predictFile(detector, file('fake.png'))).logit;
    await detector.close();
    server = await serveFolders({ '/': file('web') });
    browser = await openChromium(chromium!, ADAPTER);
    const page = await browser.newPage();
    await page.goto(server.address);
    hasAdapter = await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) != null);
    await page.close();
    if (!hasAdapter) {
      process.stderr.write('This Chromium gives no adapter for WebGPU: only the way without it is tested.\n');
    }
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The page at this address once its detector is there; `waits`: on WebGPU, where there is an adapter. */
  async function open(
    context: BrowserContext,
    { query = '?engine=webgpu', waits = true, suspends = true } = {},
  ): Promise<Page> {
    const page = await context.newPage();
    page.setDefaultTimeout(0); // an adapter in software is slow
    if (!suspends) {
      await page.addInitScript(() => {
        Reflect.deleteProperty(WebAssembly, 'Suspending');
      });
    }
    await page.goto(server.address + query);
    await page.waitForSelector('[data-detector]');
    if (waits) await page.waitForSelector(`[data-detector] [data-engine=${expected()}]`);
    return page;
  }
  const expected = (): string => (hasAdapter ? 'webgpu' : 'wasm');
  async function judge(page: Page, name: string): Promise<{ logit: number; engine: string | null }> {
    await page.setInputFiles('[data-testid=files]', file(name));
    await page.waitForFunction((wanted) => {
      const title = document.querySelector('#result-title')?.textContent;
      return title === wanted && document.querySelector('[data-logit], #result [role=alert]') !== null;
    }, name);
    return {
      logit: Number(await page.getAttribute('[data-logit]', 'data-logit')),
      engine: await page.getAttribute('.verdict [data-engine]', 'data-engine'),
    };
  }
  /** Takes the device away: the next picture is left to WebAssembly. */
  async function loseDevice(page: Page): Promise<void> {
    const devtools = await browser.newBrowserCDPSession();
    await devtools.send('Browser.crashGpuProcess' as 'Browser.close').catch(() => undefined);
    expect(await judge(page, 'real.png')).toMatchObject({ engine: 'wasm' });
    await page.waitForSelector('[data-detector] [data-engine=wasm]');
  }
  const fetched = (): string[] => server.requests.filter((path) => /jspi|asyncify|webgpu/.test(path));

  it('is left alone, and nothing of it is fetched, where an adapter is software or there is none', async () => {
    const before = fetched().length;
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await open(context, { query: '', waits: false });
    expect(await judge(page, 'fake.png')).toMatchObject({ engine: 'wasm' });
    expect(fetched()).toHaveLength(before);
    await context.close();
  });

  it('leaves the picture to WebAssembly where its engine cannot be fetched', async () => {
    const context = await browser.newContext();
    await context.route(/jspi\.wasm/, (route) => route.abort());
    const page = await open(context, { waits: false });
    expect(await judge(page, 'fake.png')).toMatchObject({ engine: 'wasm' });
    await context.close();
  });

  it.each([
    ['jspi', true],
    ['asyncify', false],
  ] as const)('judges as Node does, with the build %s', async (build, suspends) => {
    const context = await browser.newContext({ locale: 'zh-CN' });
    const page = await open(context, { suspends });
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    const there = await judge(page, 'fake.png');
    expect(there.engine).toBe(expected());
    expect(Math.abs(there.logit - here)).toBeLessThan(1e-3);
    expect(fetched().some((path) => path.includes(`${build}.wasm`))).toBe(hasAdapter);
    expect(problems).toEqual([]);
    if (!suspends) await loseDevice(page); // the last: Chromium may give no adapter after it
    await context.close();
  });
});
