// `npm run kernels` compiles the AssemblyScript kernels to WebAssembly and writes each as a module that holds the bytes, so
// that page, worker, Node and tests load it alike. What it writes is committed; a test shows that it is up to date.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';
import { format, resolveConfig } from 'prettier';

const FOLDER = path.join(import.meta.dirname, '../src/features/kernels');
const OPTIONS = [
  ...['-O3', '--converge', '--noAssert', '--runtime', 'stub'],
  ...['--importMemory', '--enable', 'simd,bulk-memory'],
];

export const KERNELS = [{ source: 'assembly/spectra.ts', target: 'spectra-wasm.ts' }];

/** Text of the module that holds the compiled kernel. */
export async function kernelModule({ source, target }) {
  let bytes = null;
  const { error, stderr } = await asc.main(
    [path.join(FOLDER, source), '--outFile', 'kernel.wasm', ...OPTIONS],
    { writeFile: (_, contents) => (bytes = contents) },
  );
  if (error) throw new Error(`${source}: ${error.message}\n${stderr.toString()}`);
  const text = `// Compiled from ${source} by \`npm run kernels\`: do not edit.

/** A WebAssembly module, base64. */
export const BYTES = '${Buffer.from(bytes).toString('base64')}';
`;
  const file = path.join(FOLDER, target);
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const kernel of KERNELS) {
    const text = await kernelModule(kernel);
    writeFileSync(path.join(FOLDER, kernel.target), text);
    console.log(`${kernel.target}: ${text.length} characters`);
  }
}
