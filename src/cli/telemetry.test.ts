import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { makeTree } from '../dataset/testing/tree.js';
import { pictureOfLogit, tinyDetectorFile } from '../detect/testing/tiny-detector.js';
import { encodePng } from '../image/index.js';

const built = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const run = promisify(execFile);

// onnxruntime's telemetry is off of itself where CI is set; it kept its queue below HOME, and its regular expression over
// /proc/self/cmdline overran the stack where names made the command line long (`assay scan photos/*.jpg`).
it.each(['predict', 'scan'])('leaves nothing behind and takes a long command line: %s', async (command) => {
  const root = await makeTree({ 'tiny.onnx': await tinyDetectorFile(), 'home/empty': '', 'p/empty': '' });
  const picture = await encodePng(pictureOfLogit(-3));
  const files = Array.from({ length: 400 }, (_, i) => join(root, 'p', `${'name'.repeat(40)}-${i}.png`));
  await Promise.all(files.map((file) => writeFile(file, picture)));
  const home = join(root, 'home');
  const off = { CI: undefined, ORT_DISABLE_TELEMETRY: undefined };
  const env = { ...process.env, ...off, HOME: home, XDG_CACHE_HOME: join(home, '.cache') };
  const argv = [built, command, '--model', join(root, 'tiny.onnx'), '--json', ...files];
  const { stdout } = await run(process.execPath, argv, { env, maxBuffer: 1e8 });
  expect(JSON.parse(stdout)).toHaveLength(400);
  expect(await readdir(home, { recursive: true })).toEqual(['empty']);
});
