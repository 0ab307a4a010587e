// The four bytes that a Parquet file begins and ends with.

/** @param head at least the first four bytes of the file */
export function isParquet(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x41 && head[2] === 0x52 && head[3] === 0x31;
}
