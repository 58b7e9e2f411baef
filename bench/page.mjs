// What the benches of the page share: the page built with a detector, a server for it, a Chromium.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'vite';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** Builds the page with this detector into a folder of its own. */
export async function buildPage(detector) {
  const folder = await mkdtemp(join(tmpdir(), 'assay-page-'));
  process.env.ASSAY_DETECTOR = detector;
  await build({
    configFile: fileURLToPath(new URL('../src/web/vite.config.ts', import.meta.url)),
    logLevel: 'error',
    build: { outDir: folder },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Serves a folder as a host would that knows of the `.gz` files and lets browsers keep what they have for ten minutes.
 * With `network` every connection and every request waits for a round trip, and all bodies together share the line.
 */
export async function servePage(folder, network = null) {
  const sent = { bytes: 0, requests: 0 };
  const line = { freeAt: 0 };
  const server = createServer(async (request, response) => {
    sent.requests++;
    if (network) await wait(network.roundTripMs * (request.socket.wasUsed ? 1 : 2));
    request.socket.wasUsed = true;
    const { pathname } = new URL(request.url, 'http://localhost');
    const path = join(folder, normalize(pathname === '/' ? '/index.html' : decodeURIComponent(pathname)));
    if (!path.startsWith(folder) || !existsSync(path)) return response.writeHead(404).end();
    const isPacked = existsSync(`${path}.gz`) && /gzip/.test(request.headers['accept-encoding'] ?? '');
    const body = await readFile(isPacked ? `${path}.gz` : path);
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
    const headers = { ETag: etag, 'Cache-Control': 'max-age=600', Vary: 'Accept-Encoding' };
    if (request.headers['if-none-match'] === etag) return response.writeHead(304, headers).end();
    response.writeHead(200, {
      ...headers,
      'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
      'Content-Length': body.length,
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
      ...(isPacked && { 'Content-Encoding': 'gzip' }),
    });
    const PIECE = 16384;
    for (let at = 0; at < body.length; at += PIECE) {
      const piece = body.subarray(at, at + PIECE);
      if (network) {
        const now = performance.now();
        line.freeAt = Math.max(now, line.freeAt) + (8 * piece.length) / network.bitsPerMs;
        await wait(line.freeAt - now);
      }
      if (response.destroyed || request.socket.destroyed) return undefined; // the reader has left
      response.write(piece);
      sent.bytes += piece.length;
    }
    return response.end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `http://127.0.0.1:${server.address().port}/`, sent, close };
}

export function openChromium() {
  return chromium.launch(launchOptions());
}

/** A browser with a disk cache of its own, as a reader's has; `close` throws it away. */
export async function openFreshBrowser() {
  const profile = await mkdtemp(join(tmpdir(), 'assay-profile-'));
  const context = await chromium.launchPersistentContext(profile, { ...launchOptions(), locale: 'en-GB' });
  const close = async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  };
  return { context, close };
}

function launchOptions() {
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const executablePath = [process.env.CHROMIUM, ...usual].find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('No Chromium was found. Install one, or name it in CHROMIUM.');
  return { executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] };
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
