// `npm run kernels` compiles the AssemblyScript kernels to WebAssembly and writes each as a module that holds the bytes, so
// that page, worker, Node and tests load it alike. What it writes is committed; a test shows that it is up to date.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';

interface Kernel {
  /** In `src`. */
  readonly folder: string;
  /** In the folder's `assembly`. */
  readonly source: string;
  /** The module written, in the folder. */
  readonly target: string;
  /** For memory that several threads use at the same time. */
  readonly shared?: boolean;
}

export const KERNELS: readonly Kernel[] = [
  { folder: 'features/kernels', source: 'spectra.ts', target: 'spectra-wasm.ts' },
  { folder: 'features/kernels', source: 'median.ts', target: 'median-wasm.ts' },
  { folder: 'audio/kernels', source: 'resample.ts', target: 'resample-wasm.ts' },
  { folder: 'trainers/kernels', source: 'boosting.ts', target: 'boosting-wasm.ts' },
  { folder: 'trainers/kernels', source: 'walk.ts', target: 'walk-wasm.ts' },
  {
    folder: 'trainers/kernels',
    source: 'boosting.ts',
    target: 'boosting-shared-wasm.ts',
    shared: true,
  },
];

const SOURCES = path.join(import.meta.dirname, '../src');
const COMPILER = path.join(import.meta.dirname, '../node_modules/assemblyscript/bin/asc.js');
const OPTIONS = [
  ...['-O3', '--converge', '--noAssert', '--runtime', 'stub'],
  ...['--importMemory', '--enable', 'simd,bulk-memory'],
];
/** The most there can be: each memory says how much it takes of that. */
const SHARED_OPTIONS = [
  ...['--sharedMemory', '--enable', 'threads'],
  ...['--initialMemory', '1', '--maximumMemory', '65536'],
];

/** Where the compiled kernel is kept. */
export const kernelFile = ({ folder, target }: Kernel): string =>
  path.join(SOURCES, folder, target);

/** Text of the module that holds the compiled kernel. */
export async function kernelModule(kernel: Kernel): Promise<string> {
  const file = kernelFile(kernel);
  const text = `// Compiled from assembly/${kernel.source} by \`npm run kernels\`: do not edit.

/** A WebAssembly module, base64. */
export const BYTES = '${compile(kernel).toString('base64')}';
`;
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

// A process of its own: the compiler's types, once imported, would stand in for JavaScript's in the whole project.
function compile({ folder, source, shared = false }: Kernel): Buffer {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'earmark-kernel-'));
  const output = path.join(scratch, 'kernel.wasm');
  try {
    const input = path.join(SOURCES, folder, 'assembly', source);
    execFileSync(process.execPath, [
      COMPILER,
      input,
      '--outFile',
      output,
      ...OPTIONS,
      ...(shared ? SHARED_OPTIONS : []),
    ]);
    return readFileSync(output);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const kernel of KERNELS) {
    const text = await kernelModule(kernel);
    writeFileSync(kernelFile(kernel), text);
    console.log(`${kernel.target}: ${text.length} characters`);
  }
}
