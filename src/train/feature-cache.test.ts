import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FeatureCache, folderFeatureCache } from './feature-cache.js';

let folder: string;
let cache: FeatureCache;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-cache-'));
  cache = folderFeatureCache(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('folderFeatureCache', () => {
  it('gives back what was kept, and nothing for an unknown key or another length', async () => {
    const features = Float32Array.from([1.5, -2, 3e-9]);
    await cache.set('abcd', features);
    expect(await cache.get('abcd', 3)).toEqual(features);
    expect(await cache.get('abcd', 4)).toBeNull();
    expect(await cache.get('ffff', 3)).toBeNull();
  });

  it('forgets a damaged entry', async () => {
    await cache.set('abcd', Float32Array.from([1, 2]));
    const file = join(folder, 'ab', readdirSync(join(folder, 'ab'))[0]!);
    const bytes = readFileSync(file);
    bytes[0]! ^= 1;
    writeFileSync(file, bytes);
    expect(await cache.get('abcd', 2)).toBeNull();
  });

  it('does not fail where it cannot write', async () => {
    writeFileSync(join(folder, 'ab'), 'a file where the folder should be');
    await cache.set('abcd', Float32Array.from([1]));
    expect(await cache.get('abcd', 1)).toBeNull();
  });
});
