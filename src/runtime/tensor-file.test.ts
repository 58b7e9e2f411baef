import { describe, expect, it } from 'vitest';
import { isAssayError } from '../errors.js';
import { tensor } from '../graph/index.js';
import { createRandom } from '../random.js';
import { tensorsFromBytes, tensorsToBytes } from './tensor-file.js';
import { stateFromBytes } from './trainer-state.js';

const tensors = {
  b: tensor('float32', [2, 2], [1, 2, 3, 4]),
  a: tensor('int64', [1], [2 ** 50]),
  'ü "quoted"': tensor('bool', [3], [1, 0, 1]),
  empty: tensor('float64', [0, 3], []),
};
const bytes = tensorsToBytes(tensors, { z: '1', a: '2' });

describe('tensor files', () => {
  it('hold what was put in, the same bytes for the same content', () => {
    const back = tensorsFromBytes(bytes);
    expect(back.tensors).toEqual(tensors);
    expect(back.metadata).toEqual({ a: '2', z: '1' });
    const { a, b, ...rest } = tensors;
    expect(tensorsToBytes({ ...rest, a, b }, { a: '2', z: '1' })).toEqual(bytes);
  });

  it('have the header of the safetensors format', () => {
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    expect(header.b).toEqual({ dtype: 'F32', shape: [2, 2], data_offsets: [8, 24] });
    expect((8 + length) % 8).toBe(0);
  });

  it('raise nothing but their own error when cut or damaged', () => {
    const attempt = (input: Uint8Array): void => {
      try {
        tensorsFromBytes(input);
      } catch (error) {
        expect(isAssayError(error) && error.code).toBe('E_CHECKPOINT_INVALID');
      }
    };
    for (let length = 0; length < bytes.length; length++) attempt(bytes.subarray(0, length));
    const random = createRandom(1);
    for (let round = 0; round < 2000; round++) {
      const copy = bytes.slice();
      copy[random.int(copy.length)] = random.int(256);
      attempt(copy);
    }
    const huge = bytes.slice();
    new DataView(huge.buffer).setBigUint64(0, 2n ** 62n, true);
    expect(() => tensorsFromBytes(huge)).toThrow(/header claims/);
  });

  it('are not taken for a trainer state when they are none', () => {
    expect(() => stateFromBytes(bytes)).toThrow(/not the state of a trainer/);
  });
});
