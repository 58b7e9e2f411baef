import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileWhole } from '../../../files.js';
import type { FileRecord } from './record.js';
import { FACT_NAMES } from './names.js';
import { CORNER_SIDE } from './pixel-facts.js';
import { GREY_SIDE } from '../duplicates/signature.js';

/** Raised whenever a fact or a small picture is computed otherwise, so that old entries are forgotten. */
const VERSION = 1;

/** Facts of files seen before, by the SHA-256 of their bytes. */
export interface FactCache {
  get(sha256: string): Promise<FileRecord | null>;
  set(sha256: string, record: FileRecord): Promise<void>;
  /** Writes what was added and lets go of what was read. Throws E_FILE_WRITE. */
  save(): Promise<void>;
}

interface Shard {
  entries: Record<string, StoredRecord>;
  isChanged: boolean;
}

type StoredRecord = Omit<FileRecord, 'grey' | 'corners'> & { grey: string; corners: string };

/** A cache that keeps nothing. */
export const NO_CACHE: FactCache = {
  get: () => Promise.resolve(null),
  set: () => Promise.resolve(),
  save: () => Promise.resolve(),
};

/**
 * A cache in a folder: at most 256 JSON files, one for each first byte of the hash, about 9 KB a picture. A
 * damaged or outdated file is read as empty and written anew.
 */
export function openFactCache(folder: string): FactCache {
  const shards = new Map<string, Promise<Shard>>();
  const shardOf = (sha256: string): Promise<Shard> => {
    const name = sha256.slice(0, 2);
    let shard = shards.get(name);
    if (shard === undefined) shards.set(name, (shard = readShard(pathOf(folder, name))));
    return shard;
  };
  return {
    async get(sha256) {
      const { entries } = await shardOf(sha256);
      const stored = Object.hasOwn(entries, sha256) ? entries[sha256] : undefined;
      return stored === undefined ? null : revive(stored);
    },
    async set(sha256, record) {
      const shard = await shardOf(sha256);
      const { grey, corners, ...rest } = record;
      shard.entries[sha256] = { ...rest, grey: encode(grey), corners: encode(corners) };
      shard.isChanged = true;
    },
    async save() {
      for (const [name, pending] of shards) {
        const shard = await pending;
        if (!shard.isChanged) continue;
        await writeFileWhole(
          pathOf(folder, name),
          JSON.stringify({ version: VERSION, entries: shard.entries }),
        );
      }
      shards.clear();
    },
  };
}

function pathOf(folder: string, name: string): string {
  return join(folder, `facts-${name}.json`);
}

async function readShard(path: string): Promise<Shard> {
  try {
    const stored = JSON.parse(await readFile(path, 'utf8')) as Partial<Shard> & { version?: number };
    if (stored.version === VERSION && typeof stored.entries === 'object') {
      return { entries: stored.entries, isChanged: false };
    }
  } catch {
    // Missing or damaged: the facts are simply computed again.
  }
  return { entries: {}, isChanged: false };
}

/** Null for an entry that is not whole. */
function revive(stored: StoredRecord): FileRecord | null {
  const { grey, corners, ...rest } = stored;
  const record = { ...rest, grey: decode(grey), corners: decode(corners) };
  const isWhole =
    record.grey.length === GREY_SIDE ** 2 &&
    record.corners.length === 4 * CORNER_SIDE ** 2 &&
    typeof record.pixels === 'string' &&
    typeof record.facts === 'object' &&
    FACT_NAMES.every((name) => Object.hasOwn(record.facts, name));
  return isWhole ? record : null;
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function decode(text: unknown): Uint8Array {
  return typeof text === 'string' ? new Uint8Array(Buffer.from(text, 'base64')) : new Uint8Array(0);
}
