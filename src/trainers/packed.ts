// Long lists of numbers in JSON: base64 of their little-endian bytes. Nothing that is read is trusted.

import * as v from 'valibot';

type Packable = Uint8Array | Int32Array | Float32Array;

/** Characters that one call turns into text; it takes only so many arguments. */
const CHUNK = 8192;

/** Base64 of the values, little-endian whatever the machine's own byte order. */
export function pack(values: Packable): string {
  const view = new DataView(new ArrayBuffer(values.byteLength));
  const size = values.BYTES_PER_ELEMENT;
  if (values instanceof Float32Array) {
    for (let i = 0; i < values.length; i++) view.setFloat32(i * size, values[i]!, true);
  } else if (values instanceof Int32Array) {
    for (let i = 0; i < values.length; i++) view.setInt32(i * size, values[i]!, true);
  } else {
    new Uint8Array(view.buffer).set(values);
  }
  const bytes = new Uint8Array(view.buffer);
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += CHUNK) {
    parts.push(String.fromCharCode(...bytes.subarray(i, i + CHUNK)));
  }
  return btoa(parts.join(''));
}

function bytesOf(base64: string): DataView {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return new DataView(bytes.buffer);
}

/** A schema for what `pack` wrote; text that is not base64 or does not hold whole values is refused. */
function packed<T extends Packable>(bytesPerValue: number, read: (view: DataView) => T) {
  return v.pipe(
    v.string(),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      try {
        const view = bytesOf(dataset.value);
        if (view.byteLength % bytesPerValue === 0) return read(view);
      } catch {
        // Said below: there is one thing to say of either.
      }
      addIssue({ message: 'not a packed list of numbers' });
      return NEVER;
    }),
  );
}

/** Finite values only. */
export const packedFloat32 = v.pipe(
  packed(4, (view) =>
    Float32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getFloat32(i * 4, true)),
  ),
  v.check((values) => values.every(Number.isFinite), 'values that are not finite'),
);

export const packedInt32 = packed(4, (view) =>
  Int32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getInt32(i * 4, true)),
);

export const packedUint8 = packed(1, (view) => new Uint8Array(view.buffer as ArrayBuffer));
