import { expect, it } from 'vitest';
import { tinyNetwork } from '../../../test/builders/tiny-networks';
import { canUseWebgpu } from './can-use-webgpu';
import { loadOnnxNetwork } from './onnx-network';

const VALUE = { data: new Float32Array(2 * 96 * 64).fill(0.5), dims: [2, 96, 64] };

it('runs on WebAssembly, and on the graphics processor where there is one', async () => {
  const plain = await loadOnnxNetwork(tinyNetwork('yamnet'), { webgpu: false, threads: 1 });
  expect(plain.device).toBe('WebAssembly');
  const [expected] = await plain.run('mel', VALUE, ['embedding']);
  expect(expected!.dims).toEqual([2, 12]);
  const quick = await loadOnnxNetwork(tinyNetwork('yamnet'), { webgpu: true, threads: 1 });
  const hasAdapter = canUseWebgpu() && (await navigator.gpu.requestAdapter()) !== null;
  expect(quick.device).toBe(hasAdapter ? 'WebGPU' : 'WebAssembly');
  const [ours] = await quick.run('mel', VALUE, ['embedding']);
  ours!.data.forEach((value, i) => expect(value).toBeCloseTo(expected!.data[i]!, 4));
  await plain.dispose();
  await quick.dispose();
});
