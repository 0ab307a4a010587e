// Tries each kernel of ours on a tiny shape when a backend starts, against plain JavaScript. One that a driver gets wrong
// (other numbers, a refusal, an exception) gives way to the kernel it stands in for, and that is said.

import * as tf from '@tensorflow/tfjs-core';
import { activate } from './activate';
import { KERNEL_CHECKS, type KernelCheck } from './kernels/kernel-checks';
import { replacedKernel, restoreKernel } from './kernels/replace-kernel';

/** Of the largest value; drivers round differently, and wrong is wrong by more. */
const TOLERANCE = 1e-3;

type Results = readonly Float32Array[];

/**
 * Puts other kernels back where ours are wrong on the current backend; returns what those compute, in words. Throws where
 * there is none to put back, or it is wrong too: the backend is of no use then.
 */
export async function replaceWrongKernels(
  backendName: string,
  checks: readonly KernelCheck[] = KERNEL_CHECKS,
): Promise<readonly string[]> {
  const ofOurs = checks.filter(
    (check) => replacedKernel(check.kernelName, backendName) !== undefined,
  );
  const expected = await referenceResults(ofOurs, backendName);
  // All are sent before any answer is waited for: one round trip.
  const got = ofOurs.map((check) =>
    attempt(check, tf.getKernel(check.kernelName, backendName).kernelFunc),
  );
  const fallbacks = new Set<string>();
  for (const [i, check] of ofOurs.entries()) {
    if (areClose(expected[i]!, await got[i]!)) continue;
    if (!fallbacks.has(check.title)) {
      const substitute = check.composed ?? replacedKernel(check.kernelName, backendName);
      const isRight = substitute && areClose(expected[i]!, await attempt(check, substitute));
      if (!isRight) throw new Error(`${check.title} comes out wrong`);
      restoreKernel(check.kernelName, backendName, substitute);
    }
    fallbacks.add(check.title);
  }
  return [...fallbacks];
}

/** On tfjs's cpu backend: no driver has a part in it, and no program has to be compiled for it. */
async function referenceResults(
  checks: readonly KernelCheck[],
  backendName: string,
): Promise<readonly Results[]> {
  if (checks.length === 0) return [];
  await import('@tensorflow/tfjs-backend-cpu');
  await activate('cpu');
  try {
    return checks.map((check) => {
      const { kernelName, composed } = check;
      const kernel =
        composed ?? replacedKernel(kernelName, 'cpu') ?? tf.getKernel(kernelName, 'cpu').kernelFunc;
      return tf.tidy(() =>
        run(check, kernel).map((result) => result.dataSync<'float32'>().slice()),
      );
    });
  } finally {
    await activate(backendName);
  }
}

/** What comes out, or null where it throws or the device refuses something; the device is not thought broken for that. */
async function attempt(check: KernelCheck, kernel: tf.KernelFunc): Promise<Results | null> {
  const { device } = tf.backend() as { device?: GPUDevice };
  for (const filter of ['validation', 'internal'] as const) device?.pushErrorScope(filter);
  let results: tf.Tensor[] = [];
  let reads: Promise<Results | null>;
  try {
    results = tf.tidy(() => run(check, kernel));
    // Reading submits: what the device refuses of it falls into the scopes.
    reads = Promise.all(results.map((result) => result.data<'float32'>())).catch(() => null);
  } catch {
    reads = Promise.resolve(null);
  }
  // A device that is lost meanwhile answers neither.
  const scopes = Promise.all([device?.popErrorScope(), device?.popErrorScope()]).catch(() => [
    true,
  ]);
  const isRefused = (await scopes).some(Boolean);
  const values = await reads;
  tf.dispose(results);
  return isRefused ? null : values;
}

function run({ inputs, attrs }: KernelCheck, kernel: tf.KernelFunc): tf.Tensor[] {
  const backend = tf.backend();
  const results = kernel({ inputs: { ...inputs() }, backend, attrs: { ...attrs } });
  return [results].flat().map(asTensor);
}

/** Composed kernels give tensors, all others what tensors are made of. */
function asTensor(result: tf.TensorInfo): tf.Tensor {
  const isTensor = result instanceof tf.Tensor;
  return isTensor ? (result as tf.Tensor) : tf.engine().makeTensorFromTensorInfo(result);
}

function areClose(expected: Results, got: Results | null): boolean {
  if (expected.length !== got?.length) return false;
  return expected.every((values, i) => {
    const others = got[i]!;
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return (
      values.length === others.length &&
      values.every((value, j) => Math.abs(others[j]! - value) <= TOLERANCE * largest)
    );
  });
}
