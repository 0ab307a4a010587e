// Chooses what computes: the fastest backend that is there and gives right results, and says why that one.
// For a dedicated worker, or Node (wasm and cpu). Each backend's code is loaded only when it is tried.

import * as tf from '@tensorflow/tfjs-core';
import { EarmarkError } from '../core/errors';
import type { ComputeInfo } from '../rpc/interfaces';
import type { BackendCandidate } from './backends/candidate';
import { cpuBackend } from './backends/cpu';
import { wasmBackend } from './backends/wasm';
import { webglBackend } from './backends/webgl';
import { webgpuBackend } from './backends/webgpu';
import { throwIfDeviceFailed } from './device-problems';
import { replaceWrongKernels } from './check-kernels';
import { registerComposedKernels } from './kernels/composed-kernels';
import { releaseDevice } from './own-device';
import { computesCorrectly } from './self-test';

/** Fastest first. */
const CANDIDATES: readonly BackendCandidate[] = [
  webgpuBackend,
  webglBackend,
  wasmBackend,
  cpuBackend,
];

/**
 * Starts the best backend and makes it tfjs's; with `forced`, that one.
 * Throws `compute-failed` when none (or not the forced one) works.
 */
export async function chooseBackend(forced?: ComputeInfo['backend']): Promise<ComputeInfo> {
  const candidates = forced ? CANDIDATES.filter(({ name }) => name === forced) : CANDIDATES;
  return chooseAmong(candidates, { isForced: forced !== undefined });
}

/** The choice itself, over any candidates in order of preference. */
export async function chooseAmong(
  candidates: readonly BackendCandidate[],
  { isForced = false }: { isForced?: boolean } = {},
): Promise<ComputeInfo> {
  const refusals: string[] = [];
  for (const candidate of candidates) {
    const { name, title } = candidate;
    try {
      const whyNot = await candidate.whyNot();
      if (whyNot !== null) {
        refusals.push(`${title} ${whyNot}`);
        continue;
      }
      const { device, remark } = await candidate.start();
      registerComposedKernels(name);
      const isCorrect = await computesCorrectly();
      const fallbacks = isCorrect ? await replaceWrongKernels(name) : [];
      throwIfDeviceFailed();
      if (isCorrect) {
        const reason = explain({ title, remark, refusals, isForced });
        return { backend: name, device, reason, fallbacks };
      }
      refusals.push(`${title} gives wrong results here`);
    } catch (error) {
      refusals.push(`${title} did not start (${messageOf(error)})`);
    }
    if (tf.findBackendFactory(name)) tf.removeBackend(name);
    releaseDevice();
  }
  throw new EarmarkError('compute-failed', refusals.join('; '));
}

interface Choice {
  readonly title: string;
  readonly remark: string | null;
  /** Why each better backend was not taken. */
  readonly refusals: readonly string[];
  readonly isForced: boolean;
}

function explain({ title, remark, refusals, isForced }: Choice): string {
  const using = remark ? `${title} (${remark})` : title;
  if (isForced) return `${using}, as asked for.`;
  if (refusals.length === 0) return `${using}, the fastest there is.`;
  return `${refusals.join('; ')}: using ${using}.`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
