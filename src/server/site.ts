import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

/** Where `npm run build:web` puts the page; from `src/server` and `dist/server` alike. */
export const SITE_FOLDER = fileURLToPath(new URL('../../dist/web/', import.meta.url));

interface SiteFile {
  path: string;
  size: number;
  type: string;
  /** A packed copy beside it. */
  packed?: { path: string; size: number };
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};
/** Where the page states none of its own. */
const DEFAULT_POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'";

/**
 * Serves the built page at `/`: exactly the files that lie in its folder when the service starts, so that no path leads
 * anywhere else; packed where the browser takes it. Without a built page `/` says how to get it, and false is given.
 * The page's own content security policy is sent as a header as well, with what a page cannot state of itself.
 */
export async function addSite(app: FastifyInstance, folder = SITE_FOLDER): Promise<boolean> {
  const files = await listFiles(folder);
  const index = files.get('index.html');
  if (!index) {
    app.get('/', { schema: { hide: true } }, (_, reply) =>
      reply.type('text/plain; charset=utf-8').send(UNBUILT),
    );
    return false;
  }
  const policy = `${policyOf(await readFile(index.path, 'utf8'))}; frame-ancestors 'none'`;
  for (const [name, file] of files) {
    const url = name === 'index.html' ? '/' : `/${name.split('/').map(encodeURIComponent).join('/')}`;
    app.get(url, { schema: { hide: true } }, (request, reply) => {
      const takesPacked = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
      const { path, size } = takesPacked && file.packed ? file.packed : file;
      return reply
        .headers({
          'content-type': file.type,
          'content-length': size,
          'content-security-policy': policy,
          'cache-control': 'no-cache',
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-embedder-policy': 'require-corp',
          'cross-origin-resource-policy': 'same-origin',
          vary: 'Accept-Encoding',
          ...(path !== file.path && { 'content-encoding': 'gzip' }),
        })
        .send(createReadStream(path));
    });
  }
  return true;
}

/** How to get the page where it is not there, in one line. */
export const HOW_TO_GET_PAGE =
  'The page for the browser is not in the npm package: run "npm ci && npm run build && npm run build:web" in a clone of Assay and "assay serve" there.';

const UNBUILT = `Assay answers here: POST pictures to /v1/scan; /docs describes every route.

${HOW_TO_GET_PAGE}
`;

function policyOf(html: string): string {
  const meta = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/i.exec(html);
  return meta?.[1] ?? DEFAULT_POLICY;
}

async function listFiles(folder: string): Promise<Map<string, SiteFile>> {
  const files = new Map<string, SiteFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of names.filter((each) => !each.endsWith('.gz'))) {
    const packed = names.includes(`${path}.gz`)
      ? { path: `${path}.gz`, size: (await stat(`${path}.gz`)).size }
      : null;
    files.set(relative(folder, path).split(sep).join('/'), {
      path,
      size: (await stat(path)).size,
      type: TYPES[extname(path)] ?? 'application/octet-stream',
      ...(packed && { packed }),
    });
  }
  return files;
}
