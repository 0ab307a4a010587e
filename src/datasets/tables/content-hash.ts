// A fingerprint of numbers that keeps up with reading them. Not cryptographic: for telling tables apart.

import { hashText } from '../../core/hash';

export class ContentHash {
  readonly #lanes = new Int32Array([0x243f6a88, 0x05a308d3 | 0, 0x13198a2e, 0x03707344]);

  /** @param values every NaN counts as the same */
  add(values: Float32Array): void {
    const words = new Int32Array(values.buffer, values.byteOffset, values.length);
    let [a = 0, b = 0, c = 0, d = 0] = this.#lanes;
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!;
      const isNaN = (word & 0x7fffffff) > 0x7f800000;
      const k = Math.imul(isNaN ? 0x7fc00000 : word, 0xcc9e2d51 | 0);
      a = Math.imul(rotate(a ^ k, 13), 5) + 0xe6546b64;
      b = Math.imul(b ^ (k >>> 15) ^ k, 0x01000193);
      c = Math.imul(rotate(c + k, 17), 0x85ebca6b | 0) ^ b;
      d = (d ^ rotate(k, 7)) + a;
    }
    this.#lanes.set([a, b, c, d]);
  }

  /** Twenty hex digits of the numbers so far together with texts that belong to them. */
  digest(texts: Iterable<string>): string {
    const hashes = [...texts].map(hashText);
    return hashText([...this.#lanes, ...hashes].join(' ')).slice(0, 20);
  }
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
