import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fastify } from 'fastify';
import { expect, it } from 'vitest';
import { makeTree } from '../dataset/testing/tree.js';
import { addSite } from './site.js';

const POLICY = "default-src 'none'; script-src 'self'";
const PAGE = `<meta http-equiv="Content-Security-Policy" content="${POLICY}" /><p>page</p>`;

it('serves the files of the page and nothing else, packed where it is taken, with its policy', async () => {
  const root = await makeTree({
    'web/index.html': PAGE,
    'web/assets/a.js': 'let a;',
    'web/assets/a.js.gz': gzipSync('let a;'),
    'secret.txt': 'secret',
  });
  const app = fastify();
  await addSite(app, join(root, 'web'));
  const page = await app.inject('/');
  expect([page.statusCode, page.body]).toEqual([200, PAGE]);
  expect(page.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `${POLICY}; frame-ancestors 'none'`,
    'cross-origin-embedder-policy': 'require-corp',
  });
  expect((await app.inject('/assets/a.js')).body).toBe('let a;');
  const packed = await app.inject({ url: '/assets/a.js', headers: { 'accept-encoding': 'gzip, br' } });
  expect([packed.headers['content-encoding'], packed.rawPayload]).toEqual(['gzip', gzipSync('let a;')]);
  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/a.js.gz',
    '/assets',
  ])
    expect((await app.inject(path)).statusCode).toBe(404);
  await app.close();
});

it('says how to build the page where there is none', async () => {
  const app = fastify();
  await addSite(app, join(await makeTree({}), 'web'));
  expect((await app.inject('/')).body).toContain('npm run build:web');
  await app.close();
});
