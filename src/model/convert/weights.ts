import { AssayError } from '../../errors.js';

/** A named array of a network, row-major, in the layout its framework gave it. */
export interface WeightTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** One entry of a TensorFlow.js weights manifest. */
export interface ManifestEntry {
  name: string;
  shape: number[];
  dtype: string;
  quantization?: { dtype: string; scale?: number; min?: number };
}

/** A group of the manifest: its files, joined, hold its weights one after the other. */
export interface ManifestGroup {
  paths: string[];
  weights: ManifestEntry[];
}

const BYTES: Record<string, number> = { float32: 4, int32: 4, uint8: 1, uint16: 2, float16: 2, bool: 1 };

/** IEEE 754 binary16 to number. */
export function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * Reads the weights of one manifest group from its joined bytes as float32, undoing TensorFlow.js'
 * quantisation (uint8/uint16: `value * scale + min`; float16) by the rule of tfjs-core `decodeWeights`.
 * Throws E_BACKBONE_SOURCE when bytes and manifest disagree.
 */
export function decodeWeights(group: ManifestGroup, bytes: Uint8Array): Map<string, WeightTensor> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tensors = new Map<string, WeightTensor>();
  let offset = 0;
  for (const entry of group.weights) {
    const stored = entry.quantization?.dtype ?? entry.dtype;
    const width = BYTES[stored];
    if (width === undefined) {
      throw new AssayError(
        'E_BACKBONE_SOURCE',
        `Weight "${entry.name}" is stored as ${stored}; this converter reads ${Object.keys(BYTES).join(', ')}.`,
      );
    }
    const count = entry.shape.reduce((product, size) => product * size, 1);
    if (offset + count * width > bytes.length) {
      throw new AssayError(
        'E_BACKBONE_SOURCE',
        `Weight "${entry.name}" ends at byte ${offset + count * width} of ${bytes.length}: the weight files are cut short. Reinstall the package.`,
      );
    }
    const read = reader(view, stored);
    const { scale = 1, min = 0 } = entry.quantization ?? {};
    const data = new Float32Array(count);
    for (let i = 0; i < count; i++) data[i] = read(offset + i * width) * scale + min;
    tensors.set(entry.name, { shape: entry.shape, data });
    offset += count * width;
  }
  if (offset !== bytes.length) {
    throw new AssayError(
      'E_BACKBONE_SOURCE',
      `The manifest describes ${offset} bytes of weights, the files hold ${bytes.length}. Reinstall the package.`,
    );
  }
  return tensors;
}

function reader(view: DataView, stored: string): (offset: number) => number {
  switch (stored) {
    case 'uint8':
    case 'bool':
      return (at) => view.getUint8(at);
    case 'uint16':
      return (at) => view.getUint16(at, true);
    case 'float16':
      return (at) => halfToNumber(view.getUint16(at, true));
    case 'int32':
      return (at) => view.getInt32(at, true);
    default:
      return (at) => view.getFloat32(at, true);
  }
}
