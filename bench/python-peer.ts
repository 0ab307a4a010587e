// Peers that are Python programs: the one that PYTHON names, else python3, held to one thread unless more are asked for.

import { spawnSync } from 'node:child_process';
import path from 'node:path';

const PYTHON = process.env['PYTHON'] ?? 'python3';
/** A peer may print whole tables. */
const MAX_PRINTED_BYTES = 2 ** 28;
const THREAD_SETTINGS = ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'];

export interface PythonPeer {
  /** The modules without which there is no peer. */
  readonly needs: readonly string[];
  /** A file in `bench/peers`, or anywhere by its absolute path. */
  readonly script: string;
  readonly args: readonly string[];
  readonly input?: Uint8Array | string;
  readonly threads?: number;
}

/** What the script printed; null, with the reason on the console, where Python or a module is missing. */
export function runPython({
  needs,
  script,
  args,
  input = '',
  threads = 1,
}: PythonPeer): string | null {
  const found = spawnSync(PYTHON, ['-c', `import ${needs.join(', ')}`], { encoding: 'utf8' });
  if (found.status !== 0) {
    const reason = found.error?.message ?? found.stderr.trim().split('\n').at(-1);
    console.log(`No peer: ${PYTHON} cannot import ${needs.join(' and ')} (${reason}).`);
    return null;
  }
  const file = path.resolve(import.meta.dirname, 'peers', script);
  const { status, stdout, stderr } = spawnSync(PYTHON, [file, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: MAX_PRINTED_BYTES,
    env: {
      ...process.env,
      ...Object.fromEntries(THREAD_SETTINGS.map((name) => [name, String(threads)])),
    },
  });
  if (status !== 0) throw new Error(`${script} ended with ${status}:\n${stderr}`);
  return stdout.trim();
}
