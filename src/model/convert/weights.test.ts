import { describe, expect, it } from 'vitest';
import { decodeWeights, halfToNumber } from './weights.js';

describe('halfToNumber', () => {
  it('follows IEEE 754 binary16', () => {
    // python3: [float(x) for x in numpy.array([...], numpy.uint16).view(numpy.float16)]
    expect([0x0000, 0x0001, 0x03ff, 0x0400, 0x3c00, 0x3555, 0xc000, 0x7bff].map(halfToNumber)).toEqual([
      0, 5.960464477539063e-8, 6.097555160522461e-5, 6.103515625e-5, 1, 0.333251953125, -2, 65504,
    ]);
    expect(halfToNumber(0xfc00)).toBe(-Infinity);
    expect(halfToNumber(0x7c01)).toBeNaN();
  });
});

describe('decodeWeights', () => {
  it('undoes uint8, uint16 and float16 quantisation and reads plain float32 and int32', () => {
    const bytes = new Uint8Array(2 + 2 + 2 + 4 + 4);
    const view = new DataView(bytes.buffer);
    view.setUint8(0, 0);
    view.setUint8(1, 255);
    view.setUint16(2, 1000, true);
    view.setUint16(4, 0x3c00, true);
    view.setFloat32(6, 0.25, true);
    view.setInt32(10, -7, true);
    const tensors = decodeWeights(
      {
        paths: [],
        weights: [
          { name: 'a', shape: [2], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.1, min: -1 } },
          {
            name: 'b',
            shape: [1, 1],
            dtype: 'float32',
            quantization: { dtype: 'uint16', scale: 0.01, min: 5 },
          },
          { name: 'c', shape: [], dtype: 'float32', quantization: { dtype: 'float16' } },
          { name: 'd', shape: [1], dtype: 'float32' },
          { name: 'e', shape: [1], dtype: 'int32' },
        ],
      },
      bytes,
    );
    expect(tensors.get('a')?.data).toEqual(Float32Array.of(-1, 24.5));
    expect(tensors.get('b')).toEqual({ shape: [1, 1], data: Float32Array.of(15) });
    expect(tensors.get('c')?.data).toEqual(Float32Array.of(1));
    expect(tensors.get('d')?.data).toEqual(Float32Array.of(0.25));
    expect(tensors.get('e')?.data).toEqual(Float32Array.of(-7));
  });

  it('refuses bytes that do not match the manifest', () => {
    const weights = [{ name: 'w', shape: [3], dtype: 'float32' }];
    expect(() => decodeWeights({ paths: [], weights }, new Uint8Array(8))).toThrow(/cut short/);
    expect(() => decodeWeights({ paths: [], weights }, new Uint8Array(16))).toThrow(/describes 12 bytes/);
    const strange = [{ name: 'w', shape: [3], dtype: 'complex64' }];
    expect(() => decodeWeights({ paths: [], weights: strange }, new Uint8Array(24))).toThrow(/complex64/);
  });
});
