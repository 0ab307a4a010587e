import { expect, it } from 'vitest';
import { decodeAudio } from './decode';
import { encodeWav } from './wav-encode';

it('writes a WAV that reads back within half a 16-bit step, clipped to full scale', async () => {
  const samples = Float32Array.of(0, 0.25, -0.3, 1, -1, 1.5, -1.5, 0.999);
  const buffer = encodeWav({ samples, sampleRate: 22050 });
  expect(buffer.byteLength).toBe(44 + 2 * samples.length);
  const { waveform, info } = await decodeAudio(new Blob([buffer]));
  expect(info).toMatchObject({ format: 'WAV 16-bit PCM', sampleRate: 22050, channels: 1 });
  const clipped = samples.map((value) => Math.max(-1, Math.min(32767 / 32768, value)));
  waveform.samples.forEach((value, i) => {
    expect(Math.abs(value - clipped[i]!)).toBeLessThanOrEqual(0.5 / 32768 + 1e-9);
  });
});

it('writes an empty waveform as a valid file', async () => {
  const blob = new Blob([encodeWav({ samples: new Float32Array(0), sampleRate: 8000 })]);
  expect((await decodeAudio(blob)).waveform.samples.length).toBe(0);
});
