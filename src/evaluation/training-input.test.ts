import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import { createMatrix } from '../core/matrix';
import type { FeatureValue } from '../features/extractor';
import { loadExtractor } from '../features/registry';
import { inputOfClips, inputOfWindows, type FeatureReader } from './training-input';

const table = ['timbre', 'essentia-descriptors'] as const;
const pictures = ['log-mel'] as const;

const CLIPS = ['a', 'b'].map((id) => makeClip({ id }));
const widths = new Map<string, number>();
for (const id of table) {
  const extractor = await loadExtractor(id);
  if (extractor.kind === 'vector') widths.set(id, extractor.columns.length);
}
const logMel = await loadExtractor('log-mel');
const numMels = logMel.kind === 'matrix' ? logMel.numColumns : 0;

const vector = (length: number, value: number): FeatureValue => ({
  kind: 'vector',
  values: new Float32Array(length).fill(value),
});
const matrix = (columns: number): FeatureValue => ({
  kind: 'matrix',
  matrix: createMatrix(2, columns),
});

/** Keeps vectors of the right length, except for what `over` says. */
function reader(over: Record<string, FeatureValue | null> = {}): FeatureReader {
  return {
    getMany: async (hashes, extractor) =>
      hashes.map((hash) => {
        const key = `${hash} ${extractor}`;
        if (key in over) return over[key]!;
        return extractor === 'timbre'
          ? vector(widths.get('timbre')!, 1)
          : vector(widths.get(extractor)!, 2);
      }),
  };
}

describe('a table of cached features', () => {
  it('joins the vectors of each clip side by side', async () => {
    const input = await inputOfClips(table, CLIPS, reader());
    if (input.kind !== 'table') throw new TypeError(input.kind);
    const width = widths.get('timbre')!;
    expect(input.matrix.rows).toBe(2);
    expect(input.matrix.columns).toBe(width + widths.get('essentia-descriptors')!);
    expect(input.columnNames).toHaveLength(input.matrix.columns);
    expect([...input.matrix.data.subarray(width - 1, width + 1)]).toEqual([1, 2]);
  });

  it.each([-1, 1])(
    'refuses a vector that is %i columns off, which would shift the rest',
    async (off) => {
      const width = widths.get('timbre')!;
      const features = reader({ 'b timbre': vector(width + off, 1) });
      await expect(inputOfClips(table, CLIPS, features)).rejects.toMatchObject({
        code: 'features-missing',
        got: expect.stringMatching(`^${width + off} columns of .* instead of ${width}$`) as string,
      });
    },
  );

  it('refuses a clip whose features are missing, or are of another kind', async () => {
    for (const value of [null, matrix(3)]) {
      const features = reader({ 'a essentia-descriptors': value });
      await expect(inputOfClips(table, CLIPS, features)).rejects.toMatchObject({
        code: 'features-missing',
        got: expect.stringContaining('a clip without') as string,
      });
    }
  });
});

describe('spectrograms', () => {
  const window = { startSeconds: 0, endSeconds: 3 };

  it('are read when asked for', async () => {
    const input = await inputOfWindows(pictures, [{ ...window, features: [matrix(numMels)] }]);
    if (input.kind !== 'spectrograms') throw new TypeError(input.kind);
    expect(input.length).toBe(1);
    expect((await input.get(0)).columns).toBe(numMels);
  });

  it('are refused with another number of bands', async () => {
    const wrong = matrix(numMels / 2);
    const got = `${numMels / 2} columns of ${logMel.title} instead of ${numMels}`;
    const cached = await inputOfClips(pictures, CLIPS, { getMany: async () => [wrong] });
    const fresh = await inputOfWindows(pictures, [{ ...window, features: [wrong] }]);
    for (const input of [cached, fresh]) {
      if (input.kind !== 'spectrograms') throw new TypeError(input.kind);
      await expect(input.get(0)).rejects.toMatchObject({ code: 'features-missing', got });
    }
  });

  it('are refused by the name of their clip where they hold something that is no number', async () => {
    const damaged = createMatrix(2, numMels);
    damaged.data[numMels + 3] = NaN;
    const clips = [
      { id: 'a', name: 'Good.wav' },
      { id: 'b', name: 'Bad.wav' },
    ];
    const input = await inputOfClips(pictures, clips, {
      getMany: async ([id]) => [id === 'b' ? { kind: 'matrix', matrix: damaged } : matrix(numMels)],
    });
    if (input.kind !== 'spectrograms') throw new TypeError(input.kind);
    await input.get(0);
    const got = `NaN in ${logMel.title} of “Bad.wav”`;
    await expect(input.get(1)).rejects.toMatchObject({ code: 'features-damaged', got });
  });
});
