import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleForBrowser, ORT_FOLDER } from '../testing/browser-bundle.js';
import { chromiumOrNotice, openChromium } from '../testing/chromium.js';
import { serveFolders, type StaticServer } from '../testing/static-server.js';
import { tenSteps } from './testing/ten-steps.js';

const chromium = chromiumOrNotice('training in the browser, losses against those of Node');

describe.skipIf(chromium === undefined)(
  'training in headless Chromium (onnxruntime-web, WebAssembly)',
  () => {
    let folder: string;
    let server: StaticServer;
    let browser: Browser;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'assay-browser-'));
      await bundleForBrowser(fileURLToPath(new URL('testing/ten-steps-page.ts', import.meta.url)), folder);
      server = await serveFolders({ '/': folder, '/ort/': ORT_FOLDER });
      browser = await openChromium(chromium!);
    });
    afterAll(async () => {
      await browser?.close();
      await server?.close();
      await rm(folder, { recursive: true, force: true });
    });

    it.each([1, 2])('gives the losses of Node for ten steps, with %i threads', async (threads) => {
      const page = await browser.newPage();
      await page.goto(server.address);
      await page.waitForFunction('globalThis.tenSteps !== undefined');
      expect(await page.evaluate('crossOriginIsolated')).toBe(true);
      const there = (await page.evaluate(`tenSteps(${threads})`)) as number[];
      const here = await tenSteps(threads);
      expect(there).toHaveLength(10);
      expect(here[9]).toBeLessThan(here[0]!); // it does learn
      there.forEach((loss, i) => expect(Math.abs(loss - here[i]!)).toBeLessThan(1e-4));
      await page.close();
    });
  },
);
