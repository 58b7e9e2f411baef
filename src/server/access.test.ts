import { readFile, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import { makeTree } from '../dataset/testing/tree.js';
import { pictureOfLogit } from '../detect/testing/tiny-detector.js';
import { encodePng } from '../image/index.js';
import { addKey, findKey, readKeyFile } from './keys.js';
import { startService, type TestService } from './testing/start.js';

const picture = new Uint8Array(await encodePng(pictureOfLogit(2)));
const running: TestService[] = [];
afterEach(async () => {
  for (const service of running.splice(0)) await service.stop();
});
async function start(...given: Parameters<typeof startService>): Promise<TestService> {
  const service = await startService(...given);
  running.push(service);
  return service;
}

/** A request with headers that `fetch` would not let through. */
function ask(
  address: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<{ status: number; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(address, { headers, method, agent: false }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

it('makes keys, keeps only their hashes, and finds whose a key is', async () => {
  const root = await makeTree({});
  const file = join(root, 'keys.txt');
  const [alice, bob] = [await addKey(file, 'alice'), await addKey(file, 'bob')];
  const text = await readFile(file, 'utf8');
  expect(alice).toMatch(/^assay_[\w-]{43}$/);
  expect(text).not.toContain(alice);
  const keys = await readKeyFile(file);
  expect([alice, bob, `${alice}x`, ''].map((key) => findKey(keys, key))).toEqual([
    'alice',
    'bob',
    undefined,
    undefined,
  ]);
  await expect(addKey(file, 'alice')).rejects.toMatchObject({ code: 'E_ARGUMENT' });
  await expect(addKey(file, 'a b')).rejects.toMatchObject({ code: 'E_ARGUMENT' });
  await writeFile(file, `${text}carol ${alice}\n`);
  await expect(readKeyFile(file)).rejects.toMatchObject({
    code: 'E_KEYS_FILE',
    message: expect.stringContaining('Line 4') as string,
  });
  await expect(readKeyFile(join(root, 'none'))).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' });
  expect((await stat(file)).isFile()).toBe(true);
});

it('asks for a key where it has some, for all but health and its description', async () => {
  const root = await makeTree({});
  const key = await addKey(join(root, 'keys.txt'), 'alice');
  const keys = await readKeyFile(join(root, 'keys.txt'));
  const { address } = await start({ keys: () => keys });
  const scan = (headers: Record<string, string>): Promise<Response> =>
    fetch(new URL('/v1/scan', address), { method: 'POST', body: picture, headers });
  const refused = await scan({});
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  expect((await scan({ authorization: `Bearer ${key}x` })).status).toBe(401);
  expect((await scan({ authorization: `Bearer ${key}` })).status).toBe(200);
  expect((await scan({ 'x-api-key': key })).status).toBe(200);
  expect((await fetch(new URL('/metrics', address))).status).toBe(401);
  for (const path of ['/healthz', '/readyz', '/docs', '/openapi.json'])
    expect((await fetch(new URL(path, address))).status).toBe(200);
});

it('limits requests a minute and says when to come again', async () => {
  const { address } = await start({ rate: 2 });
  const models = (): Promise<Response> => fetch(new URL('/v1/models', address));
  await models();
  await models();
  const third = await models();
  expect(third.status).toBe(429);
  expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await third.json()).toMatchObject({ error: { code: 'E_HTTP_RATE' } });
  expect((await fetch(new URL('/healthz', address))).status).toBe(200);
});

it('answers pages of other origins only where it may, and only under its own names', async () => {
  const closed = await start({ names: ['localhost', '127.0.0.1'] });
  const evil = { origin: 'https://evil.example' };
  expect((await ask(`${closed.address}/v1/models`, evil)).status).toBe(403);
  expect((await ask(`${closed.address}/v1/models`, { host: 'evil.example' })).status).toBe(403);
  expect((await ask(`${closed.address}/v1/models`, { host: 'localhost:1' })).status).toBe(200);
  expect((await ask(`${closed.address}/v1/models`, { origin: closed.address })).headers).not.toHaveProperty(
    'access-control-allow-origin',
  );
  const open = await start({ cors: ['https://friend.example'] });
  const friend = { origin: 'https://friend.example' };
  const answer = await ask(`${open.address}/v1/models`, friend);
  expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, friend.origin]);
  const asked = {
    ...friend,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  };
  expect((await ask(`${open.address}/v1/scan`, asked, 'OPTIONS')).status).toBe(204);
  expect((await ask(`${open.address}/v1/models`, evil)).status).toBe(403);
});

it('logs one line a request without names, queries, keys or content', async () => {
  const stream = new PassThrough();
  const { address } = await start({ log: { level: 'debug', stream } });
  await fetch(new URL('/v1/scan?name=secret-name.png', address), { method: 'POST', body: picture });
  const text = String(stream.read());
  const line = text
    .split('\n')
    .map((each) => (each === '' ? {} : (JSON.parse(each) as Record<string, unknown>)));
  expect(line.find(({ msg }) => msg === 'answered')).toMatchObject({
    method: 'POST',
    route: '/v1/scan',
    status: 200,
    reqId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
  });
  expect(text).not.toContain('secret-name');
});
