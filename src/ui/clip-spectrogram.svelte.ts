// The spectrogram of one clip after another: what arrives late for a clip that is not shown any more is dropped.

import type { Clip } from '../core/dataset-types';
import { toEarmarkError } from '../core/errors';
import type { Matrix } from '../core/matrix';
import { app } from '../state/app.svelte';

export class ClipSpectrogram {
  #answer: { clipId: string; matrix: Matrix | null; problem: string } | null = $state.raw(null);

  /** Call from an effect, and return what it returns. Tries again once the browser lets originals be read. */
  load(clip: Clip): () => void {
    let left = false;
    void app.explore.access.grants;
    const answer = (matrix: Matrix | null, problem: string): void => {
      if (!left) this.#answer = { clipId: clip.id, matrix, problem };
    };
    app.explore.spectrogramOf(clip).then(
      (matrix) => answer(matrix, 'No spectrogram is kept for this clip.'),
      (error: unknown) => answer(null, toEarmarkError(error).message),
    );
    return () => (left = true);
  }

  /** Shape [numFrames, numMels] in dB; null while it is not there. */
  matrixOf(clip: Clip | undefined): Matrix | null {
    return this.#answer?.clipId === clip?.id ? (this.#answer?.matrix ?? null) : null;
  }

  /** What to say instead of a picture. */
  waitingFor(clip: Clip): string {
    return this.#answer?.clipId === clip.id ? this.#answer.problem : 'Measuring…';
  }
}
