import { expect, it } from 'vitest';
import { hashBlob, hashText } from './hash';

// FIPS 180-2, appendix B.1: the digest of "abc".
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

it('is SHA-256 of the bytes', async () => {
  expect(hashText('abc')).toBe(ABC);
  expect(await hashBlob(new Blob(['a', 'bc']))).toBe(ABC);
});

it('stops when it is told to', async () => {
  await expect(hashBlob(new Blob(['abc']), AbortSignal.abort())).rejects.toThrow('abort');
});
