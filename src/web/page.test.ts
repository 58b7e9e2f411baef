import { createRequire } from 'node:module';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadDetector, predictFile } from '../detect/index.js';
import { pictureOfLogit, tinyDetectorFile } from '../detect/testing/tiny-detector.js';
import { encodeJpeg, encodePng } from '../image/index.js';
import { chromiumOrNotice, openChromium } from '../testing/chromium.js';
import { serveFolders, type StaticServer } from '../testing/static-server.js';
import { buildPage } from './testing/build-page.js';

const chromium = chromiumOrNotice('the page');

describe.skipIf(chromium === undefined)('the page', () => {
  let folder: string;
  let server: StaticServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let problems: string[];
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-page-'));
    await writeFile(file('detector.onnx'), await tinyDetectorFile());
    await writeFile(file('other.onnx'), await tinyDetectorFile({ name: 'other' }, 0.04));
    await writeFile(file('fake.png'), await encodePng(pictureOfLogit(2, 1, 40)));
    await writeFile(file('real.jpg'), await encodeJpeg(pictureOfLogit(-2, 2, 57), { quality: 90 }));
    await writeFile(file('text.jpg'), 'this is no picture');
    await buildPage(file('web'), file('detector.onnx'));
    server = await serveFolders({ '/': file('web') });
    browser = await openChromium(chromium!);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    context = await browser.newContext({ locale: 'en-GB' });
    page = await context.newPage();
    problems = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      const isOwn = origin === new URL(server.address).origin || ['blob:', 'data:'].includes(protocol);
      if (!isOwn) problems.push(`asked for ${request.url()}`);
    });
  });
  afterEach(async () => {
    await context.close();
    expect(problems).toEqual([]);
  });

  async function open(): Promise<void> {
    await page.goto(server.address);
    await page.waitForSelector('[data-detector]');
  }
  async function give(...names: string[]): Promise<void> {
    await page.setInputFiles('[data-testid=files]', names.map(file));
    await page.waitForSelector('[data-verdict], #result [role=alert]');
  }
  async function logitThere(): Promise<number> {
    return Number(await page.getAttribute('[data-logit]', 'data-logit'));
  }

  it('judges dropped files as Node does', async () => {
    await open();
    const detector = await loadDetector(file('detector.onnx'));
    for (const name of ['fake.png', 'real.jpg']) {
      await page.reload();
      await page.waitForSelector('[data-detector]');
      await give(name);
      const here = await predictFile(detector, file(name));
      expect(await page.getAttribute('[data-verdict]', 'data-verdict')).toBe(here.verdict);
      expect(Math.abs((await logitThere()) - here.logit)).toBeLessThan(1e-4);
    }
    await detector.close();
  });

  it('shows several pictures in a table, says which could not be judged, and gives them as CSV', async () => {
    await open();
    await give('fake.png', 'real.jpg', 'text.jpg');
    await page.waitForSelector('tr[data-state=failed]');
    expect(await page.locator('tbody tr[data-state=done]').count()).toBe(2);
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as CSV' }).click();
    const csv = await readFile(await (await waiting).path(), 'utf8');
    expect(csv.split('\n')).toHaveLength(5);
    expect(csv).toContain('E_IMAGE_UNSUPPORTED');
    await page.getByRole('button', { name: 'Details: text.jpg' }).click();
    expect(await page.locator('#result [role=alert]').textContent()).toContain('E_IMAGE_UNSUPPORTED');
  });

  it('takes pictures by a drop and by a paste', async () => {
    await open();
    const bytes = [...(await readFile(file('fake.png')))];
    for (const kind of ['drop', 'paste']) {
      await page.evaluate(
        ([type, content]) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(content as number[])], `${String(type)}.png`));
          document.dispatchEvent(
            type === 'drop'
              ? new DragEvent('drop', { dataTransfer: data, bubbles: true })
              : new ClipboardEvent('paste', { clipboardData: data, bubbles: true }),
          );
        },
        [kind, bytes] as const,
      );
      await page.waitForFunction(
        (name) => document.querySelector('#result-title')?.textContent === name,
        `${kind}.png`,
      );
    }
  });

  it('shows the heat map and whether the verdict holds', async () => {
    await open();
    await give('fake.png');
    await page.getByRole('button', { name: 'Show the heat map' }).click();
    await page.waitForSelector('.overlay canvas');
    await page.getByRole('slider').fill('20');
    expect(
      await page.locator('.overlay canvas').evaluate((canvas) => (canvas as HTMLElement).style.opacity),
    ).toBe('0.2');
    await page.getByRole('button', { name: 'Test it' }).click();
    await page.waitForSelector('table.states');
    expect(await page.locator('table.states tbody tr').count()).toBe(3);
  });

  it('takes the detector of a user, and judges again with it', async () => {
    await open();
    await give('fake.png');
    const before = await logitThere();
    const hash = await page.getAttribute('[data-detector]', 'data-detector');
    await page.setInputFiles('[data-testid=detector]', file('other.onnx'));
    await page.waitForSelector(`[data-detector]:not([data-detector="${hash}"])`);
    await page.waitForFunction((old) => {
      const shown = document.querySelector('[data-logit]')?.getAttribute('data-logit');
      return shown !== null && shown !== undefined && Number(shown) !== old;
    }, before);
    expect((await logitThere()) / before).toBeCloseTo(2, 3);
    await page.setInputFiles('[data-testid=detector]', file('fake.png'));
    await page.waitForSelector('.detector [role=alert]');
    expect(await page.textContent('.detector [role=alert]')).toContain('PNG picture');
  });

  it('connects to nowhere else, not even from its worker', async () => {
    await open();
    const elsewhere = await serveFolders({ '/': folder });
    const blocked = await page.evaluate(
      (address) =>
        fetch(address).then(
          () => false,
          () => true,
        ),
      elsewhere.address,
    );
    const [worker] = page.workers();
    const blockedThere = await worker!.evaluate(
      (address) =>
        fetch(address).then(
          () => false,
          () => true,
        ),
      elsewhere.address,
    );
    expect([blocked, blockedThere]).toEqual([true, true]);
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
    problems = problems.filter(
      (problem) => !/Content Security Policy|asked for|Failed to fetch|connect-src/.test(problem),
    );
  });

  it('works offline once it was loaded', async () => {
    await open();
    await page.waitForFunction(
      async () => (await navigator.serviceWorker.ready).active?.state === 'activated',
    );
    await context.setOffline(true);
    await page.reload();
    await page.waitForSelector('[data-detector]');
    await give('real.jpg');
    expect(await page.getAttribute('[data-verdict]', 'data-verdict')).toBe('real');
  });

  it.each([
    ['light', 1100, 'en-GB'],
    ['dark', 380, 'zh-CN'],
  ] as const)('has no barrier that axe finds: %s, %i pixels, %s', async (colorScheme, width, locale) => {
    await context.close();
    context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, locale });
    page = await context.newPage();
    await open();
    await give('fake.png', 'real.jpg', 'text.jpg');
    await page.waitForSelector('tr[data-state=failed]');
    expect(await page.evaluate('document.documentElement.lang')).toBe(locale === 'zh-CN' ? 'zh-CN' : 'en');
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.evaluate(
      await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
    );
    const found = (await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`))',
    )) as string[];
    expect(found).toEqual([]);
  });
});
