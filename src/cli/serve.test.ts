import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeTree } from '../dataset/testing/tree.js';
import { pictureOfLogit, tinyDetectorFile } from '../detect/testing/tiny-detector.js';
import { encodePng } from '../image/index.js';
import { runCli } from './testing/run-cli.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

it('makes a key, serves with it, and ends well when it is told to', async () => {
  const root = await makeTree({ 'tiny.onnx': await tinyDetectorFile() });
  const [model, keys] = [join(root, 'tiny.onnx'), join(root, 'keys.txt')];
  const made = await runCli('key', 'alice', '--file', keys);
  expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^assay_[\w-]{43}\n$/) as string });
  const child = spawn(process.execPath, [
    MAIN,
    'serve',
    '--model',
    model,
    '--port',
    '0',
    '--workers',
    '1',
    '--keys',
    keys,
  ]);
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  const address = /http:\/\/127\.0\.0\.1:\d+/.exec(String(first))![0];
  const send = (headers: Record<string, string>): Promise<Response> =>
    encodePng(pictureOfLogit(1)).then((png) =>
      fetch(`${address}/v1/scan`, { method: 'POST', body: new Uint8Array(png), headers }),
    );
  expect((await send({})).status).toBe(401);
  expect((await send({ authorization: `Bearer ${made.out.trim()}` })).status).toBe(200);
  const port = new URL(address).port;
  const second = await runCli('serve', '--model', model, '--port', port, '--workers', '1');
  expect(second).toMatchObject({ code: 2, err: expect.stringContaining('E_HTTP_LISTEN') as string });
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
});

it('refuses options and key files that cannot be meant', async () => {
  const root = await makeTree({ 'keys.txt': 'not a key\n', 'tiny.onnx': await tinyDetectorFile() });
  const model = join(root, 'tiny.onnx');
  const origin = await runCli('serve', '--cors', 'example.org/path');
  expect(origin).toMatchObject({ code: 2, err: expect.stringContaining('expected an origin') as string });
  const keys = await runCli('serve', '--model', model, '--keys', join(root, 'keys.txt'));
  expect(keys).toMatchObject({ code: 2, err: expect.stringContaining('E_KEYS_FILE') as string });
});
