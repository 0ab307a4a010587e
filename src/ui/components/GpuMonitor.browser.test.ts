import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { TrainingStats } from '../../trainers/trainer';
import '../tokens.css';
import '../base.css';
import GpuMonitor from './GpuMonitor.svelte';

const compute = { backend: 'webgpu', reason: '', device: 'a card', fallbacks: [] } as const;

const stats: TrainingStats = {
  batchSize: 64,
  examplesAtOnce: 16,
  stepMilliseconds: 41.5,
  examplesPerSecond: 1542,
  gpuBytesUsed: 34_000_000,
  gpuBytesAllocated: 120_000_000,
  device: {
    bytesPeak: 180_000_000,
    shares: { input: 0.08, forward: 0.27, backward: 0.6, optimiser: 0.05 },
    batchReason: '16 excerpts at once: 32 were too much for the graphics memory.',
    suggestions: [
      'Close other tabs and programs that draw: the device was lost twice.',
      'Close other tabs and programs that draw: the graphics memory was full at 32 excerpts at once.',
    ],
  },
};

const nothing = { stats: null, compute, usesTensors: true, lastRun: null };

it.each([
  ['beside the work', 272],
  ['on a phone', 358],
])('keeps its height %s, whatever there is to say', async (_, width) => {
  document.body.style.width = `${width}px`;
  const { rerender, getByTestId } = await render(GpuMonitor, nothing);
  const monitor = getByTestId('gpu-monitor').element();
  const before = monitor.getBoundingClientRect().height;
  await rerender({ stats });
  expect(monitor.getBoundingClientRect().height).toBe(before);
  expect(monitor.scrollWidth).toBeLessThanOrEqual(width);
});

it('tells memory, speed, size and reason, phases and suggestions', async () => {
  const { getByTestId, rerender } = await render(GpuMonitor, { ...nothing, stats });
  const monitor = getByTestId('gpu-monitor');
  expect({ ...(monitor.element() as HTMLElement).dataset }).toMatchObject({
    bytesUsed: '34000000',
    bytesAllocated: '120000000',
    bytesPeak: '180000000',
    stepMs: '41.5',
    examplesPerSecond: '1542',
  });
  for (const text of [
    '1,500 excerpts/s',
    'GPU memory in a step 34.0 MB',
    '86.0 MB',
    '180 MB',
    '32 were too much',
    'lost twice',
  ])
    await expect.element(monitor).toHaveTextContent(text);
  await expect.element(monitor).toHaveTextContent(/backward\)\s*60\s%/);
  await rerender({ usesTensors: false });
  expect(document.querySelector('[data-testid="gpu-monitor"]')).toBeNull();
});
