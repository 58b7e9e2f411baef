import { AssayError } from '../errors.js';
import type { DataType, Tensor, TypedArray } from '../graph/index.js';

/** Element types by their names in safetensors files. */
const NAMES: Record<DataType, string> = {
  float16: 'F16',
  float32: 'F32',
  float64: 'F64',
  int8: 'I8',
  int32: 'I32',
  int64: 'I64',
  uint8: 'U8',
  bool: 'BOOL',
};
const ARRAYS = {
  float16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const;
const TYPES = new Map(Object.entries(NAMES).map(([type, name]) => [name, type as DataType]));

/**
 * Tensors and text metadata as the bytes of one safetensors file (Hugging Face's format: length of the
 * header, header in JSON, data), names in alphabetical order: the same content gives the same bytes.
 */
export function tensorsToBytes(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const names = Object.keys(tensors).sort();
  const entries: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0) {
    entries.push([
      '__metadata__',
      Object.fromEntries(Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1))),
    ]);
  }
  let size = 0;
  for (const name of names) {
    const { type, dims, data } = tensors[name]!;
    const span = [size, size + data.byteLength];
    entries.push([name, { dtype: NAMES[type], shape: dims, data_offsets: span }]);
    size += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const start = 8 + Math.ceil(json.length / 8) * 8; // spaces pad the header, so that the data is aligned
  const bytes = new Uint8Array(start + size).fill(0x20, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(json, 8);
  let at = start;
  for (const name of names) {
    const { data } = tensors[name]!;
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * Reads what `tensorsToBytes`, or another writer of safetensors, wrote; tensors are copies. Sizes are held
 * to the bytes given. Throws E_CHECKPOINT_INVALID.
 */
export function tensorsFromBytes(bytes: Uint8Array): {
  tensors: Record<string, Tensor>;
  metadata: Record<string, string>;
} {
  const header = readHeader(bytes);
  const tensors: Record<string, Tensor> = {};
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header.entries)) {
    if (name === '__metadata__') metadata = readMetadata(entry);
    else define(tensors, name, readTensor(name, entry, bytes.subarray(header.end)));
  }
  return { tensors, metadata };
}

const MAX_HEADER = 64 * 1024 * 1024;

function readHeader(bytes: Uint8Array): { entries: Record<string, unknown>; end: number } {
  if (bytes.length < 8) throw damaged(`it holds ${bytes.length} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(Math.min(bytes.length - 8, MAX_HEADER))) {
    throw damaged(`its header claims ${length} bytes of ${bytes.length}`);
  }
  const end = 8 + Number(length);
  try {
    const entries: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, end)),
    );
    if (isRecord(entries)) return { entries, end };
  } catch {
    // told below
  }
  throw damaged('its header is not a JSON object');
}

function readMetadata(entry: unknown): Record<string, string> {
  if (!isRecord(entry) || !Object.values(entry).every((value) => typeof value === 'string')) {
    throw damaged('its metadata is not text');
  }
  return entry as Record<string, string>;
}

function readTensor(name: string, entry: unknown, data: Uint8Array): Tensor {
  const { dtype, shape, data_offsets: span } = isRecord(entry) ? entry : {};
  const type = typeof dtype === 'string' ? TYPES.get(dtype) : undefined;
  if (!type) throw damaged(`"${name}" has the type ${JSON.stringify(dtype)}, which is not read here`);
  if (!isCounts(shape) || !isCounts(span) || span.length !== 2)
    throw damaged(`"${name}" has no shape or place`);
  const [from, to] = span as [number, number];
  const size = shape.reduce((a, b) => a * b, 1) * ARRAYS[type].BYTES_PER_ELEMENT;
  if (from > to || to > data.length || to - from !== size) {
    throw damaged(`"${name}" has shape [${shape.join(', ')}] but lies at ${from} to ${to} of ${data.length}`);
  }
  const own = data.slice(from, to);
  return { type, dims: [...shape], data: new ARRAYS[type](own.buffer as ArrayBuffer) as TypedArray };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function define<T>(record: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
}

function damaged(what: string): AssayError {
  return new AssayError(
    'E_CHECKPOINT_INVALID',
    `Not a readable safetensors file: ${what}. It is damaged or of another kind; use another copy.`,
  );
}
