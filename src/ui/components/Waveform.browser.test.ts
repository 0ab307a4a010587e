// The waveform as a slider: what it says, and that pointer and keyboard move it.

import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { encodeWav } from '../../audio/wav-encode';
import Waveform from './Waveform.svelte';

const SECONDS = 20;
const peaks = { min: Float32Array.of(-1, -0.5, -0.25), max: Float32Array.of(0.5, 1, 0.25) };

async function show(currentTime = 5) {
  const wav = encodeWav({ samples: new Float32Array(SECONDS * 8000), sampleRate: 8000 });
  const media = document.createElement('audio');
  media.preload = 'auto';
  media.src = URL.createObjectURL(new Blob([wav], { type: 'audio/wav' }));
  const seek = vi.fn<(seconds: number) => void>();
  const toggle = vi.fn();
  const part = { startSeconds: 5, endSeconds: 15 };
  const screen = await render(Waveform, {
    ...{ name: 'rock/a.wav', media, peaks, durationSeconds: SECONDS },
    ...{ currentTime, part, seek, toggle },
  });
  const slider = screen.getByRole('slider', { name: 'Position in rock/a.wav' });
  await expect.element(slider).toHaveAttribute('data-state', 'drawn');
  return { screen, slider, media, seek, toggle };
}

test('says where it stands', async () => {
  const { slider } = await show();
  await expect.element(slider).toHaveAttribute('aria-valuetext', '0:05 of 0:20');
  await expect.element(slider).toHaveAttribute('aria-valuemax', '20');
});

test('is moved by keys, and started by Space', async () => {
  const { slider, seek, toggle } = await show();
  (slider.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}{ArrowLeft}{PageUp}{Home}{End} ');
  expect(seek.mock.calls.map(([seconds]) => seconds)).toEqual([6, 4, 7, 0, 20]);
  expect(toggle).toHaveBeenCalledOnce();
});

test('a click moves the sound itself, and the source stays as it was', async () => {
  const { slider, media } = await show();
  const { src } = media;
  const { width, height } = slider.element().getBoundingClientRect();
  await userEvent.click(slider, { position: { x: 0.75 * width, y: 0.5 * height } });
  await vi.waitFor(() => expect(Math.abs(media.currentTime - 15)).toBeLessThan(0.2));
  expect(media.src).toBe(src);
});

test('is gone with its component, and leaves the sound alone', async () => {
  const { screen, media } = await show();
  await screen.unmount();
  expect(media.src).not.toBe('');
  expect(document.querySelector('[data-testid="waveform"]')).toBeNull();
});
