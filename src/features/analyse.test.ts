import { describe, expect, it, vi } from 'vitest';
import { EarmarkError } from '../core/errors';
import { extractAll } from './analyse';
import * as resampling from '../audio/resample';
import { timbreExtractor } from './timbre';

const SECONDS = 1;

function tone(sampleRate: number) {
  const samples = Float32Array.from({ length: SECONDS * sampleRate }, (_, n) =>
    Math.sin((2 * Math.PI * 440 * n) / sampleRate),
  );
  return { samples, sampleRate };
}

describe('extractAll', () => {
  it('gives a value an extractor, in the order asked for', async () => {
    const values = await extractAll(tone(22050), ['timbre', 'log-mel']);
    expect([...values.keys()]).toEqual(['timbre', 'log-mel']);
    expect(values.get('timbre')).toMatchObject({ kind: 'vector' });
    expect(values.get('log-mel')).toMatchObject({ kind: 'matrix', matrix: { columns: 128 } });
  });

  it('resamples once a rate', async () => {
    const resample = vi.spyOn(resampling, 'resample');
    const values = await extractAll(tone(48000), ['timbre', 'log-mel']);
    expect(resample).toHaveBeenCalledTimes(1);
    const matrix = values.get('log-mel');
    expect(matrix?.kind === 'matrix' && matrix.matrix.rows).toBe(44);
  });

  it('refuses samples that are no numbers', async () => {
    const waveform = { samples: new Float32Array(22050).fill(NaN), sampleRate: 22050 };
    const failure = extractAll(waveform, ['timbre']);
    await expect(failure).rejects.toBeInstanceOf(EarmarkError);
    await expect(failure).rejects.toMatchObject({
      code: 'audio-not-finite',
      got: 'NaN at 0.00 seconds',
    });
  });

  it('refuses features that are no numbers, naming the column', async () => {
    const values = new Float32Array(timbreExtractor.columns.length);
    values[0] = NaN;
    vi.spyOn(timbreExtractor, 'extract').mockResolvedValueOnce(values);
    await expect(extractAll(tone(22050), ['timbre'])).rejects.toMatchObject({
      code: 'features-not-finite',
      got: expect.stringContaining('rms_mean'),
    });
  });
});
