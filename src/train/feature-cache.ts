import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { makeFolder } from '../files.js';

/** Where features of pictures seen before are kept. A cache never fails a run: what it cannot keep it forgets. */
export interface FeatureCache {
  get(key: string, length: number): Promise<Float32Array | null>;
  set(key: string, features: Float32Array): Promise<void>;
}

/** The cache folder when none is named: the platform's own place for things that can be made again. */
export function defaultCacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'assay', 'features');
}

/** A cache that keeps nothing. */
export const noFeatureCache: FeatureCache = {
  get: () => Promise.resolve(null),
  set: () => Promise.resolve(),
};

/**
 * A cache of one small file a key: float32 values, then their CRC-32. Keys are hex digests; a file of the
 * wrong length or checksum (a crash, a full disk) counts as absent.
 */
export function folderFeatureCache(folder: string): FeatureCache {
  const path = (key: string): string => join(folder, key.slice(0, 2), key);
  return {
    async get(key, length) {
      const bytes = await readFile(path(key)).catch(() => null);
      if (!bytes || bytes.length !== length * 4 + 4) return null;
      const values = bytes.subarray(0, length * 4);
      if (crc32(values) !== bytes.readUInt32LE(length * 4)) return null;
      return new Float32Array(values.buffer.slice(values.byteOffset, values.byteOffset + values.length));
    },
    async set(key, features) {
      const values = Buffer.from(features.buffer, features.byteOffset, features.byteLength);
      const check = Buffer.alloc(4);
      check.writeUInt32LE(crc32(values));
      const target = path(key);
      const temporary = `${target}.${process.pid}.tmp`;
      try {
        await makeFolder(dirname(target));
        await writeFile(temporary, Buffer.concat([values, check]));
        await rename(temporary, target);
      } catch {
        // A full or read-only disk costs the next run time, not this run its result.
        await rm(temporary, { force: true }).catch(() => undefined);
      }
    },
  };
}
