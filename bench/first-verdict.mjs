// How long a reader waits for the first verdict, and how much is loaded: on a first visit over 4G, on the next visit, and
// without a network. The line is narrowed in the server (9 Mbit/s, 170 ms round trip: WebPageTest's "4G"), which holds
// for workers and the service worker too; the picture is given as soon as the page takes one.
//   npm run build && node bench/first-verdict.mjs DETECTOR.onnx PICTURE [--rounds 3]
import { parseArgs } from 'node:util';
import { buildPage, openFreshBrowser, servePage } from './page.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' } },
});
const [detector, picture] = positionals;
if (!picture) throw new Error('usage: node bench/first-verdict.mjs DETECTOR.onnx PICTURE [--rounds 3]');

const page = await buildPage(detector);
const server = await servePage(page.folder, { bitsPerMs: 9000, roundTripMs: 170 });
const visits = {
  'first visit': [],
  'kept for offline, after it': [],
  'next visit': [],
  'without a network': [],
};
try {
  for (let round = 0; round < Number(values.rounds); round++) {
    const { context, close } = await openFreshBrowser();
    visits['first visit'].push(await visit(context, (tab) => verdict(tab)));
    visits['kept for offline, after it'].push(await visit(context, keptOffline));
    visits['next visit'].push(await visit(context, (tab) => verdict(tab)));
    await context.setOffline(true);
    visits['without a network'].push(await visit(context, (tab) => verdict(tab)));
    await close();
  }
} finally {
  server.close();
  await page.remove();
}
console.log('| | seconds, median | MB loaded | requests |');
console.log('| --- | --- | --- | --- |');
for (const [name, all] of Object.entries(visits)) {
  const median = (of) => all.map(of).sort((a, b) => a - b)[Math.floor(all.length / 2)];
  const [seconds, bytes, requests] = [(v) => v.seconds, (v) => v.bytes, (v) => v.requests].map(median);
  console.log(`| ${name} | ${seconds.toFixed(1)} | ${(bytes / 1e6).toFixed(1)} | ${requests} |`);
}

async function visit(context, act) {
  const before = { ...server.sent };
  const started = performance.now();
  const tab = await context.newPage();
  tab.setDefaultTimeout(300_000);
  await tab.goto(server.address);
  await act(tab);
  const seconds = (performance.now() - started) / 1000;
  await tab.close();
  return {
    seconds,
    bytes: server.sent.bytes - before.bytes,
    requests: server.sent.requests - before.requests,
  };
}

async function verdict(tab) {
  await tab.setInputFiles('[data-testid=files]', picture);
  await tab.waitForSelector('[data-verdict]');
}

/** Until the service worker has all that it keeps. */
async function keptOffline(tab) {
  await tab.waitForFunction(
    async () => (await globalThis.navigator.serviceWorker.ready).active?.state === 'activated',
  );
}
