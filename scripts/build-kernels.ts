// `npm run kernels` compiles the AssemblyScript kernels to WebAssembly and writes each as a module that holds the bytes, so
// that page, worker, Node and tests load it alike. What it writes is committed; a test shows that it is up to date.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';
import { format, resolveConfig } from 'prettier';

interface Kernel {
  /** In `src`. */
  readonly folder: string;
  /** In the folder's `assembly`. */
  readonly source: string;
  /** The module written, in the folder. */
  readonly target: string;
}

export const KERNELS: readonly Kernel[] = [
  { folder: 'features/kernels', source: 'spectra.ts', target: 'spectra-wasm.ts' },
  { folder: 'features/kernels', source: 'median.ts', target: 'median-wasm.ts' },
  { folder: 'audio/kernels', source: 'resample.ts', target: 'resample-wasm.ts' },
];

const SOURCES = path.join(import.meta.dirname, '../src');
const OPTIONS = [
  ...['-O3', '--converge', '--noAssert', '--runtime', 'stub'],
  ...['--importMemory', '--enable', 'simd,bulk-memory'],
];

/** Where the compiled kernel is kept. */
export const kernelFile = ({ folder, target }: Kernel): string =>
  path.join(SOURCES, folder, target);

/** Text of the module that holds the compiled kernel. */
export async function kernelModule(kernel: Kernel): Promise<string> {
  const source = path.join(SOURCES, kernel.folder, 'assembly', kernel.source);
  let compiled: string | Uint8Array = '';
  const { error, stderr } = await asc.main([source, '--outFile', 'kernel.wasm', ...OPTIONS], {
    writeFile: (_, contents) => void (compiled = contents),
  });
  if (error) throw new Error(`${kernel.source}: ${error.message}\n${stderr.toString()}`);
  const text = `// Compiled from assembly/${kernel.source} by \`npm run kernels\`: do not edit.

/** A WebAssembly module, base64. */
export const BYTES = '${Buffer.from(compiled).toString('base64')}';
`;
  const file = kernelFile(kernel);
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const kernel of KERNELS) {
    const text = await kernelModule(kernel);
    writeFileSync(kernelFile(kernel), text);
    console.log(`${kernel.target}: ${text.length} characters`);
  }
}
