import { be16, be32, join } from './build.js';

/** Values that the test manifests are made of. `wide` is an integer in four bytes whatever its size, `encoded` stands as it is. */
export type Cbor =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | Cbor[]
  | { wide: number }
  | { encoded: Uint8Array }
  | { tag: number; of: Cbor }
  | Map<number | string, Cbor>
  | { [key: string]: Cbor };

/** Encodes a value as CBOR (RFC 8949), definite lengths only. */
export function cbor(value: Cbor): Uint8Array {
  if (value === null) return Uint8Array.of(0xf6);
  if (typeof value === 'boolean') return Uint8Array.of(value ? 0xf5 : 0xf4);
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') {
    const bytes = new Uint8Array(Buffer.from(value));
    return join(head(3, bytes.length), bytes);
  }
  if (value instanceof Uint8Array) return join(head(2, value.length), value);
  if (Array.isArray(value)) return join(head(4, value.length), ...value.map(cbor));
  if (value instanceof Map) return map([...value]);
  if ('wide' in value) return join(Uint8Array.of(0x1a), be32(value.wide as number));
  if ('encoded' in value) return value.encoded as Uint8Array;
  if ('tag' in value) return join(head(6, value.tag as number), cbor(value.of as Cbor));
  return map(Object.entries(value));
}

function map(entries: [number | string, Cbor][]): Uint8Array {
  return join(head(5, entries.length), ...entries.flatMap(([key, value]) => [cbor(key), cbor(value)]));
}

function head(major: number, count: number): Uint8Array {
  const type = major << 5;
  if (count < 24) return Uint8Array.of(type | count);
  if (count < 0x100) return Uint8Array.of(type | 24, count);
  return count < 0x10000
    ? join(Uint8Array.of(type | 25), be16(count))
    : join(Uint8Array.of(type | 26), be32(count));
}
