import { expect, it } from 'vitest';
import { frontEndSignal } from '../../test/golden/front-end-signal';
import { hearWindows } from './hear';

it('cuts a clip of any rate into windows of one length', async () => {
  const hearing = { frontEnd: 'waveform-16000', windowSeconds: 2 } as const;
  const windows = await hearWindows(frontEndSignal(22050, 5 * 22050), hearing);
  expect(windows.map(({ dims }) => dims)).toEqual([
    [1, 32000],
    [1, 32000],
    [1, 32000],
  ]);
});

it('takes what is shorter than a window as it is', async () => {
  const hearing = { frontEnd: 'yamnet', windowSeconds: 10 } as const;
  const windows = await hearWindows(frontEndSignal(16000, 16000), hearing);
  expect(windows).toHaveLength(1);
});

it('refuses samples that are no numbers', async () => {
  const samples = new Float32Array(16000).fill(NaN);
  const hearing = { frontEnd: 'yamnet', windowSeconds: 10 } as const;
  const broken = hearWindows({ samples, sampleRate: 16000 }, hearing);
  await expect(broken).rejects.toMatchObject({ code: 'audio-not-finite' });
});
