// Seeded chance. Everything random in Earmark flows from a run's seed through this generator:
// xoshiro128** (Blackman & Vigna 2018) seeded by splitmix32. Not for cryptography.

export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  next(): number;
  /** Uniform integer in [0, limit). */
  integer(limit: number): number;
  /** Standard normal deviate (Box–Muller). */
  normal(): number;
  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T extends { [index: number]: unknown; length: number }>(items: T): T;
  /** An independent stream named by `label`; the same label always gives the same stream. */
  fork(label: string | number): Random;
}

/** @param seed any finite number; only its lower 32 bits count */
export function createRandom(seed: number): Random {
  return fromState(expandSeed(seed >>> 0), seed >>> 0);
}

function fromState(state: Uint32Array, seed: number): Random {
  const nextUint32 = (): number => {
    const s1 = state[1]!;
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const t = s1 << 9;
    state[2]! ^= state[0]!;
    state[3]! ^= s1;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= t;
    state[3] = rotateLeft(state[3]!, 11);
    return result;
  };
  const random: Random = {
    next: () => nextUint32() / 4294967296,
    integer: (limit) => Math.floor(random.next() * limit),
    normal: () => {
      const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
      return radius * Math.cos(2 * Math.PI * random.next());
    },
    shuffle: (items) => {
      for (let i = items.length - 1; i > 0; i--) {
        const j = random.integer(i + 1);
        [items[i], items[j]] = [items[j], items[i]];
      }
      return items;
    },
    fork: (label) => createRandom(hashLabel(`${seed}/${label}`)),
  };
  return random;
}

function expandSeed(seed: number): Uint32Array {
  let a = seed;
  return Uint32Array.from({ length: 4 }, () => {
    a = (a + 0x9e3779b9) >>> 0;
    let z = a;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  });
}

function rotateLeft(x: number, k: number): number {
  return ((x << k) | (x >>> (32 - k))) >>> 0;
}

/** 32-bit FNV-1a of the UTF-16 code units. */
function hashLabel(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}
