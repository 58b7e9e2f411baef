import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../client/index.js';
import { listBuiltInModels, loadDetector, predictBytes, type Verdict } from '../detect/index.js';
import { pictureOfLogit } from '../detect/testing/tiny-detector.js';
import { encodePng } from '../image/index.js';
import { inspect } from '../provenance/index.js';
import { ERROR_ANSWER, INSPECT_ANSWER, MODELS_ANSWER, SCAN_ANSWER, type Schema } from './schemas.js';
import { openAt } from './remote/fetch-picture.js';
import { startService, type TestService } from './testing/start.js';

const png = async (logit: number, seed = 0): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await encodePng(pictureOfLogit(logit, seed)));
const ajv = new Ajv({ strict: false });

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

async function ask(path: string, init?: RequestInit): Promise<{ response: Response; json: unknown }> {
  const response = await fetch(new URL(path, service.address), init);
  return { response, json: await response.json() };
}

function expectSchema(schema: Schema, json: unknown): void {
  ajv.validate(schema, json);
  expect(ajv.errors ?? []).toEqual([]);
}

describe('the service', () => {
  it('gives the verdicts of the library, and an error for each picture that has none', async () => {
    const pictures = await Promise.all([3, -3, 0].map((logit, i) => png(logit, i)));
    const broken = pictures[0]!.subarray(0, 60);
    const form = new FormData();
    [...pictures, broken].forEach((bytes, i) => form.append('file', new Blob([bytes]), `${i}.png`));
    const { response, json } = await ask('/v1/scan', { method: 'POST', body: form });
    expect(response.status).toBe(200);
    expectSchema(SCAN_ANSWER, json);
    const { results, requestId } = json as { results: Verdict[]; requestId: string };
    expect(response.headers.get('x-request-id')).toBe(requestId);
    const detector = await loadDetector(join(service.folder, 'tiny.onnx'));
    const expected = await Promise.all(
      pictures.map((bytes, i) => predictBytes(detector, bytes, { name: `${i}.png` })),
    );
    await detector.close();
    expect(results.slice(0, 3)).toEqual(expected);
    expect(results[3]).toMatchObject({ file: '3.png', error: { code: 'E_IMAGE_CORRUPT' } });
  });

  it('takes the bytes of one picture, and refuses them as a whole', async () => {
    const body = await png(3);
    const good = await ask('/v1/scan?name=a.png&model=tiny', { method: 'POST', body });
    expect(good.json).toMatchObject({ results: [{ file: 'a.png', verdict: 'fake' }] });
    const bad = await ask('/v1/scan', {
      method: 'POST',
      body: 'none',
      headers: { 'content-type': 'image/png' },
    });
    expect(bad.response.status).toBe(415);
    expectSchema(ERROR_ANSWER, bad.json);
    expect(bad.json).toMatchObject({ error: { code: 'E_IMAGE_UNSUPPORTED' } });
  });

  it('draws a heat map on request', async () => {
    const { json } = await ask('/v1/scan?explain=1', { method: 'POST', body: await png(3) });
    expectSchema(SCAN_ANSWER, json);
    const [verdict] = (json as { results: Verdict[] }).results;
    expect(verdict!.evidence.pixels.heatMap).toMatch(/^data:image\/png;base64,iVBORw0KGgo/);
  });

  it('says what files say of themselves, as the library does', async () => {
    const body = await png(1);
    const { json } = await ask('/v1/inspect?name=x.png', { method: 'POST', body });
    expectSchema(INSPECT_ANSWER, json);
    expect((json as { results: unknown[] }).results).toEqual([{ file: 'x.png', ...(await inspect(body)) }]);
  });

  it('lists its models', async () => {
    const { json } = await ask('/v1/models');
    expectSchema(MODELS_ANSWER, json);
    const detectors = [{ name: 'tiny', headline: null, knownFailures: [] }];
    expect(json).toMatchObject({
      models: [{ name: 'tiny', isDefault: true, view: { kind: 'square' }, detectors }],
    });
  });

  it('says of a built-in detector what its card says first', async () => {
    const builtIn = await startService({ detectors: ['general'] });
    const response = await fetch(new URL('/v1/models', builtIn.address));
    const json: unknown = await response.json();
    await builtIn.stop();
    expectSchema(MODELS_ANSWER, json);
    const [card] = (await listBuiltInModels()).filter(({ name }) => name === 'general');
    const { name, sha256, headline, knownFailures } = card!;
    expect(json).toMatchObject({ models: [{ detectors: [{ name, sha256, headline, knownFailures }] }] });
  });

  it('counts what it did for Prometheus', async () => {
    const response = await fetch(new URL('/metrics', service.address));
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    for (const line of text.trim().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[^{}]*\})? [-+\d.e]+)$/);
    expect(text).toContain('assay_pictures_total{model="tiny",result="fake"}');
    expect(text).toContain('assay_workers{model="tiny"} 1');
  });

  it('describes every route it has, as OpenAPI and as a page without scripts', async () => {
    const { json } = await ask('/openapi.json');
    const { paths } = json as { paths: Record<string, Record<string, { requestBody?: object }>> };
    const routes = ['/healthz', '/metrics', '/readyz', '/v1/inspect', '/v1/models', '/v1/scan'];
    expect(Object.keys(paths).sort()).toEqual(routes);
    expect(Object.keys(paths['/v1/scan']!['post']!.requestBody!)).toContain('content');
    const page = await (await fetch(new URL('/docs', service.address))).text();
    for (const route of routes) expect(page).toContain(route);
    expect(page).not.toContain('<script');
  });

  it('refuses what it does not know, each with its code', async () => {
    const post = (body: BodyInit, type?: string): RequestInit => ({
      method: 'POST',
      body,
      ...(type !== undefined && { headers: { 'content-type': type } }),
    });
    const field = new FormData();
    field.append('explain', '1');
    const cases: [string, RequestInit, number, string][] = [
      ['/nothing', {}, 404, 'E_HTTP_NOT_FOUND'],
      ['/v1/scan', {}, 405, 'E_HTTP_METHOD'],
      ['/v1/scan', { method: 'POST' }, 400, 'E_HTTP_BODY'],
      ['/v1/scan', post('<p>', 'text/html'), 415, 'E_HTTP_TYPE'],
      ['/v1/scan', post('{"urls":["http://example.org/a.png"]}', 'application/json'), 403, 'E_URL_OFF'],
      ['/v1/scan', post(field), 400, 'E_HTTP_BODY'],
      ['/v1/scan', post('x', 'multipart/form-data'), 400, 'E_HTTP_BODY'],
      ['/v1/scan?model=other', post('x'), 404, 'E_DETECTOR_UNKNOWN'],
      ['/v1/scan?explain=2', post('x'), 400, 'E_ARGUMENT'],
      ['/v1/scan?colour=red', post('x'), 400, 'E_ARGUMENT'],
      ['/v1/scan', { ...post('x'), headers: { origin: 'https://evil.example' } }, 403, 'E_HTTP_ORIGIN'],
    ];
    for (const [path, init, status, code] of cases) {
      const { response, json } = await ask(path, init);
      expectSchema(ERROR_ANSWER, json);
      expect([path, response.status, (json as { error: { code: string } }).error.code]).toEqual([
        path,
        status,
        code,
      ]);
    }
  });

  it('takes over a sound request id and no other', async () => {
    const withId = (id: string): RequestInit => ({ headers: { 'x-request-id': id } });
    const own = await fetch(new URL('/healthz', service.address), withId('abc-1'));
    expect(own.headers.get('x-request-id')).toBe('abc-1');
    const odd = await fetch(new URL('/healthz', service.address), withId('a b"c'));
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

it('fetches pictures from public addresses where it may, and lists those that it could not have', async () => {
  const bytes = await png(3);
  const remote = createServer((request, response) => {
    response.statusCode = request.url === '/a.png' ? 200 : 404;
    response.end(bytes);
  });
  await new Promise<void>((resolve) => remote.listen(0, '127.0.0.1', resolve));
  const { port } = remote.address() as AddressInfo;
  const fetching = await startService({
    allowUrls: true,
    network: {
      lookup: (host) =>
        Promise.resolve([{ address: host === 'a.example' ? '93.184.216.34' : '10.0.0.1', family: 4 }]),
      open: (target, _, signal) =>
        openAt(
          new URL(`http://a.example:${port}${target.pathname}`),
          { address: '127.0.0.1', family: 4 },
          signal,
        ),
    },
  });
  const urls = ['http://a.example/a.png', 'http://a.example/b.png', 'http://inside.example/'];
  const results = await createClient(fetching.address).scanUrls(urls);
  expect(results).toMatchObject([
    { file: urls[0], verdict: 'fake' },
    { file: urls[1], error: { code: 'E_URL_FETCH' } },
    { file: urls[2], error: { code: 'E_URL_REFUSED' } },
  ]);
  await fetching.stop();
  remote.closeAllConnections();
  remote.close();
});

it('answers health while every process is at work, and finishes what it accepted when it is stopped', async () => {
  const busy = await startService();
  const client = createClient(busy.address);
  const bytes = await png(1);
  let isDone = false;
  const work = client
    .scan(
      Array.from({ length: 4 }, (_, i) => ({ file: `${i}.png`, bytes })),
      { explain: true },
    )
    .finally(() => (isDone = true));
  while (busy.context.admission.pictures < 64) await new Promise((resolve) => setTimeout(resolve, 2));
  expect((await fetch(new URL('/healthz', busy.address))).status).toBe(200);
  const refused = client.scan([{ file: 'x.png', bytes }]);
  await expect(refused).rejects.toMatchObject({ code: 'E_HTTP_BUSY', status: 429 });
  expect(isDone).toBe(false);
  const stopped = busy.stop();
  const results = await work;
  expect(results.map((result) => 'verdict' in result)).toEqual([true, true, true, true]);
  await stopped;
  expect(await client.isReady()).toBe(false);
});
