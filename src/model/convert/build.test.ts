import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readMetadata } from '../../graph/index.js';
import { buildBackbones } from './build.js';

describe('buildBackbones', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-backbones-'));
  afterAll(() => rm(folder, { recursive: true }));

  it('builds all, then only what is missing or changed, to the same bytes', async () => {
    const first = await buildBackbones(folder);
    expect(first.backbones.map(({ name, featureLength }) => [name, featureLength])).toEqual([
      ['mobilenet-v2', 1280],
      ['mobilenet-v2-1.4', 1792],
      ['inception-v3', 2048],
      ['mobilenet-v1', 1024],
    ]);
    const bytes = await readFile(join(folder, 'mobilenet-v2.onnx'));
    expect(readMetadata(bytes)).toMatchObject({
      'backbone.source': 'nsfwjs@4.3.0',
      'backbone.licence': 'MIT',
    });
    expect(await readFile(join(folder, 'LICENSE-nsfwjs.txt'), 'utf8')).toContain('MIT License');

    await writeFile(join(folder, 'mobilenet-v2.onnx'), bytes.subarray(0, 1000));
    const lines: string[] = [];
    const second = await buildBackbones(folder, (line) => lines.push(line));
    expect(second).toEqual(first);
    expect((await readFile(join(folder, 'mobilenet-v2.onnx'))).equals(bytes)).toBe(true);
    expect(lines.filter((line) => line.endsWith('up to date'))).toHaveLength(3);
  });
});
