// `npm run kernels` compiles the AssemblyScript kernels to WebAssembly and writes each as a module that holds the bytes, so
// that page, worker, Node and tests load it alike. What it writes is committed; a test shows that it is up to date.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';
import { format, resolveConfig } from 'prettier';

const SOURCES = path.join(import.meta.dirname, '../src');
const OPTIONS = [
  ...['-O3', '--converge', '--noAssert', '--runtime', 'stub'],
  ...['--importMemory', '--enable', 'simd,bulk-memory'],
];

export const KERNELS = [
  { folder: 'features/kernels', source: 'assembly/spectra.ts', target: 'spectra-wasm.ts' },
  { folder: 'audio/kernels', source: 'assembly/resample.ts', target: 'resample-wasm.ts' },
];

/** Where the compiled kernel is kept. */
export const kernelFile = ({ folder, target }) => path.join(SOURCES, folder, target);

/** Text of the module that holds the compiled kernel. */
export async function kernelModule(kernel) {
  const { folder, source } = kernel;
  let bytes = null;
  const { error, stderr } = await asc.main(
    [path.join(SOURCES, folder, source), '--outFile', 'kernel.wasm', ...OPTIONS],
    { writeFile: (_, contents) => (bytes = contents) },
  );
  if (error) throw new Error(`${source}: ${error.message}\n${stderr.toString()}`);
  const text = `// Compiled from ${source} by \`npm run kernels\`: do not edit.

/** A WebAssembly module, base64. */
export const BYTES = '${Buffer.from(bytes).toString('base64')}';
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
