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

const VIEWS = ['square', 'crop', 'tiles'] as const;

describe.skipIf(chromium === undefined)('WebGPU in the page', () => {
  let folder: string;
  let server: StaticServer;
  let browser: Browser;
  let hasAdapter: boolean;
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-graphics-'));
    for (const view of VIEWS) {
      const parts = { name: view, view, ...(view === 'tiles' && { tiles: 2 }) };
      await writeFile(file(`${view}.onnx`), await tinyDetectorFile(parts));
    }
    await writeFile(file('fake.png'), await encodePng(pictureOfLogit(2, 1, 40)));
    await writeFile(file('real.png'), await encodePng(pictureOfLogit(-2, 2, 40)));
    await buildPage(file('web'), file('square.onnx'));
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
  const fetched = (): string[] => server.requests.filter((path) => /jspi|asyncify|webgpu/.test(path));

  it('is left alone, and nothing of it is fetched, where an adapter is software or there is none', async () => {
    const before = fetched().length;
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await open(context, { query: '', waits: false });
    expect(await judge(page, 'fake.png')).toMatchObject({ engine: 'wasm' });
    expect(fetched()).toHaveLength(before);
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
    for (const view of VIEWS) {
      if (view !== 'square') {
        await page.setInputFiles('[data-testid=detector]', file(`${view}.onnx`));
        await page.waitForFunction(
          ([name, engine]) => {
            const shown = document.querySelector('[data-detector]');
            return shown?.textContent.includes(name) && shown.querySelector(`[data-engine=${engine}]`);
          },
          [view, expected()] as const,
        );
      }
      const detector = await loadDetector(file(`${view}.onnx`));
      for (const name of ['fake.png', 'real.png']) {
        const there = await judge(page, name);
        const here = await predictFile(detector, file(name));
        expect(there.engine).toBe(expected());
        expect(Math.abs(there.logit - here.logit)).toBeLessThan(1e-3);
      }
      await detector.close();
    }
    expect(fetched().some((path) => path.includes(`${build}.wasm`))).toBe(hasAdapter);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('works offline where its engine was kept', async () => {
    const context = await browser.newContext();
    const first = await open(context);
    await first.waitForFunction(
      async () => (await navigator.serviceWorker.ready).active?.state === 'activated',
    );
    await first.close();
    await (await open(context)).close(); // kept from this visit on
    await context.setOffline(true);
    const page = await open(context);
    expect(await judge(page, 'real.png')).toMatchObject({ engine: expected() });
    await context.close();
  });

  it('leaves the picture to WebAssembly where its engine cannot be fetched', async () => {
    const context = await browser.newContext();
    await context.route(/jspi\.wasm/, (route) => route.abort());
    const page = await open(context, { waits: false });
    expect(await judge(page, 'fake.png')).toMatchObject({ engine: 'wasm' });
    await context.close();
  });

  it('leaves the picture to WebAssembly when the device is lost', async () => {
    const context = await browser.newContext();
    const page = await open(context);
    const devtools = await browser.newBrowserCDPSession();
    await devtools.send('Browser.crashGpuProcess' as 'Browser.close').catch(() => undefined);
    expect(await judge(page, 'fake.png')).toMatchObject({ engine: 'wasm' });
    await page.waitForSelector('[data-detector] [data-engine=wasm]');
    await context.close();
  });
});
