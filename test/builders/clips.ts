// Clips for tests: only what a test is about needs to be said.

import type { Clip } from '../../src/core/dataset-types';

export function makeClip(clip: Partial<Clip> & { id: string }): Clip {
  return {
    name: `${clip.genre ?? 'rock'}/${clip.id}.wav`,
    genre: 'rock',
    bytes: 1_000_000,
    audio: { format: 'WAV', sampleRate: 22050, channels: 1, durationSeconds: 30 },
    ...clip,
  };
}
