import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pictureOfLogit } from '../detect/testing/tiny-detector.js';
import { encodePng } from '../image/index.js';
import { startService, type TestService } from '../server/testing/start.js';
import { createClient, ServiceError } from './index.js';

const bytes = new Uint8Array(await encodePng(pictureOfLogit(3)));

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

describe('the client', () => {
  it('gives typed results of every call', async () => {
    const client = createClient(service.address);
    const [first, second] = await client.scan([
      { file: 'a.png', bytes },
      new File([bytes.subarray(0, 40)], 'b.png'),
    ]);
    expect(first).toMatchObject({ file: 'a.png', verdict: 'fake' });
    expect(second).toMatchObject({ file: 'b.png', error: { code: 'E_IMAGE_CORRUPT' } });
    const explained = await client.scanOne(
      { file: 'a.png', bytes: bytes.buffer },
      { explain: true, model: 'tiny' },
    );
    expect(explained.evidence.pixels.heatMap).toMatch(/^data:image\/png/);
    expect(await client.inspect([{ file: 'a.png', bytes }])).toMatchObject([
      { file: 'a.png', format: 'png' },
    ]);
    expect(await client.models()).toMatchObject([{ name: 'tiny', isDefault: true }]);
    expect(await client.isReady()).toBe(true);
  });

  it('throws errors with their codes', async () => {
    const client = createClient(service.address);
    const broken = client.scanOne({ file: 'b.png', bytes: bytes.subarray(0, 40) });
    await expect(broken).rejects.toMatchObject({ code: 'E_IMAGE_CORRUPT' });
    const unknown: unknown = await client
      .scan([{ file: 'a', bytes }], { model: 'other' })
      .catch((error: unknown) => error);
    expect(unknown).toBeInstanceOf(ServiceError);
    expect(unknown).toMatchObject({
      code: 'E_DETECTOR_UNKNOWN',
      status: 404,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
    await expect(client.scanUrls(['https://example.org/a.png'])).rejects.toMatchObject({ code: 'E_URL_OFF' });
    const nobody = createClient('http://127.0.0.1:9');
    await expect(nobody.models()).rejects.toMatchObject({ code: 'E_HTTP_CONNECT', status: 0 });
    expect(await nobody.isReady()).toBe(false);
  });

  it('waits as long as a busy service says and asks again', async () => {
    const answers = [
      new Response('{"error":{"code":"E_HTTP_BUSY","message":"m"},"requestId":"r"}', {
        status: 429,
        headers: { 'retry-after': '0' },
      }),
      new Response('{"requestId":"r","models":[]}'),
    ];
    const send = (): Promise<Response> => Promise.resolve(answers.shift()!);
    expect(await createClient('http://a.example', { retries: 1, fetch: send }).models()).toEqual([]);
    expect(answers).toEqual([]);
  });
});
