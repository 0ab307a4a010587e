// Peers that are Python programs: the one that PYTHON names, else python3, held to one thread.

import { spawnSync } from 'node:child_process';
import path from 'node:path';

const PYTHON = process.env['PYTHON'] ?? 'python3';
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

export interface PythonPeer {
  /** The modules without which there is no peer. */
  readonly needs: readonly string[];
  /** A file in `bench/peers`. */
  readonly script: string;
  readonly args: readonly string[];
  readonly input?: Uint8Array | string;
}

/** What the script printed; null, with the reason on the console, where Python or a module is missing. */
export function runPython({ needs, script, args, input = '' }: PythonPeer): string | null {
  const found = spawnSync(PYTHON, ['-c', `import ${needs.join(', ')}`], { encoding: 'utf8' });
  if (found.status !== 0) {
    const reason = found.error?.message ?? found.stderr.trim().split('\n').at(-1);
    console.log(`No peer: ${PYTHON} cannot import ${needs.join(' and ')} (${reason}).`);
    return null;
  }
  const file = path.join(import.meta.dirname, 'peers', script);
  const { status, stdout, stderr } = spawnSync(PYTHON, [file, ...args], {
    input,
    encoding: 'utf8',
    env: { ...process.env, ...ONE_THREAD },
  });
  if (status !== 0) throw new Error(`${script} ended with ${status}:\n${stderr}`);
  return stdout.trim();
}
