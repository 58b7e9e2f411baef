/**
 * The one source of randomness: sfc32 (Chris Doty-Humphrey's Small Fast Counting generator, PractRand),
 * seeded by splitmix-style hashing of a seed and labels. Same seed, same draws, on every platform.
 */
export interface Random {
  /** A float in [0, 1) with 32 random bits. */
  next(): number;
  /** An integer in [0, bound). */
  int(bound: number): number;
  /** A standard normal draw (Box–Muller, one value a call). */
  normal(): number;
  /** An independent generator named by a label: the same parent seed and label give the same child. */
  fork(label: string | number): Random;
  /** Everything needed to go on exactly here; plain JSON. */
  state(): RandomState;
}

/** The serialisable position of a generator. */
export interface RandomState {
  key: number;
  words: [number, number, number, number];
}

/** A generator at its start for this seed. Seeds are integers; the low 32 bits count. */
export function createRandom(seed: number): Random {
  return seeded(mix(seed >>> 0, 0x9e3779b9));
}

/** A generator that goes on where `state` was taken. */
export function restoreRandom(state: RandomState): Random {
  return generator(state.key, [...state.words]);
}

/** Shuffles in place (Fisher–Yates) and returns the same array. */
export function shuffle<T>(items: T[], random: Random): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    const held = items[i]!;
    items[i] = items[j]!;
    items[j] = held;
  }
  return items;
}

function seeded(key: number): Random {
  const words: RandomState['words'] = [mix(key, 1), mix(key, 2), mix(key, 3), 1];
  const random = generator(key, words);
  for (let i = 0; i < 15; i++) random.next(); // sfc32 needs a few rounds before the words are mixed
  return random;
}

function generator(key: number, words: RandomState['words']): Random {
  const next32 = (): number => {
    const [a, b, c, counter] = words;
    const out = (((a + b) >>> 0) + counter) >>> 0;
    words[3] = (counter + 1) >>> 0;
    words[0] = (b ^ (b >>> 9)) >>> 0;
    words[1] = (c + (c << 3)) >>> 0;
    words[2] = (((c << 21) | (c >>> 11)) + out) >>> 0;
    return out;
  };
  const next = (): number => next32() / 4294967296;
  return {
    next,
    int: (bound) => Math.floor(next() * bound),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    fork: (label) => seeded(mix(key, hashLabel(String(label)))),
    state: () => ({ key, words: [...words] }),
  };
}

/** murmur3's 32-bit finaliser over the two words. */
function mix(a: number, b: number): number {
  let h = (a ^ Math.imul(b, 0x85ebca6b)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** FNV-1a over UTF-16 code units. */
function hashLabel(label: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < label.length; i++) h = Math.imul(h ^ label.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
