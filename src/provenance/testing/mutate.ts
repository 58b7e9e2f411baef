import type { Random } from '../../random.js';
import { join } from './build.js';

/** Values that break length and offset arithmetic. */
const WORDS = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

type Mutation = (bytes: Uint8Array, random: Random, others: readonly Uint8Array[]) => Uint8Array;

const at = (bytes: Uint8Array, random: Random): number => random.int(Math.max(1, bytes.length));

const flipBit: Mutation = (bytes, random) => {
  const changed = bytes.slice();
  const place = at(bytes, random);
  if (place < changed.length) changed[place]! ^= 1 << random.int(8);
  return changed;
};

const setByte: Mutation = (bytes, random) => {
  const changed = bytes.slice();
  const place = at(bytes, random);
  if (place < changed.length) changed[place] = random.int(256);
  return changed;
};

/** A 16- or 32-bit number of either byte order set to an awkward value. */
const setNumber: Mutation = (bytes, random) => {
  const changed = bytes.slice();
  const word = WORDS[random.int(WORDS.length)]!;
  const size = random.int(2) === 0 ? 2 : 4;
  const place = at(bytes, random);
  const little = random.int(2) === 0;
  for (let index = 0; index < size && place + index < changed.length; index++) {
    const shift = 8 * (little ? index : size - 1 - index);
    changed[place + index] = Math.floor(word / 2 ** shift) & 255;
  }
  return changed;
};

const truncate: Mutation = (bytes, random) => bytes.slice(0, at(bytes, random));

const remove: Mutation = (bytes, random) => {
  const from = at(bytes, random);
  return join(bytes.subarray(0, from), bytes.subarray(from + 1 + random.int(64)));
};

const repeat: Mutation = (bytes, random) => {
  const from = at(bytes, random);
  const part = bytes.subarray(from, from + 1 + random.int(200));
  const copies = Array.from({ length: 1 + random.int(20) }, () => part);
  return join(bytes.subarray(0, from), ...copies, bytes.subarray(from));
};

const insert: Mutation = (bytes, random) => {
  const from = at(bytes, random);
  const noise = Uint8Array.from({ length: 1 + random.int(40) }, () => random.int(256));
  return join(bytes.subarray(0, from), noise, bytes.subarray(from));
};

const splice: Mutation = (bytes, random, others) => {
  const other = others[random.int(others.length)]!;
  const from = at(other, random);
  return join(
    bytes.subarray(0, at(bytes, random)),
    other.subarray(from, from + 2000),
    bytes.subarray(at(bytes, random)),
  );
};

const MUTATIONS: readonly Mutation[] = [
  ...[flipBit, flipBit, setByte, setByte, setNumber, setNumber, setNumber],
  ...[truncate, remove, repeat, insert, splice],
];

/** One to six random changes to a file; parts of `others` may be spliced in. */
export function mutate(bytes: Uint8Array, others: readonly Uint8Array[], random: Random): Uint8Array {
  let changed = bytes;
  for (let count = 1 + random.int(6); count > 0; count--) {
    changed = MUTATIONS[random.int(MUTATIONS.length)]!(changed, random, others);
  }
  return changed;
}
