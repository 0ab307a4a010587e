import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/logmel.json';
import { GOLDEN_SIGNALS, goldenWaveform } from '../../test/golden/logmel-timbre-signals';
import { row } from '../core/matrix';
import { logMelExtractor } from './log-mel';

const MAX_ERROR_DB = 1e-3;

describe('log-mel', () => {
  it.each(GOLDEN_SIGNALS)('equals librosa: %s', async (name) => {
    const matrix = await logMelExtractor.extract(goldenWaveform(name));
    golden.signals[name].forEach((line, i) => {
      const expected = line.split(' ').map(Number);
      const ours = row(matrix, i * golden.frameStep);
      expected.forEach((value, mel) => {
        expect(Math.abs(ours[mel]! - value), `frame ${i}, mel ${mel}`).toBeLessThan(MAX_ERROR_DB);
      });
    });
  });

  it('gives silence the floor of −100 dB', async () => {
    const { data } = await logMelExtractor.extract({
      samples: new Float32Array(22050),
      sampleRate: 22050,
    });
    expect(new Set(data)).toEqual(new Set([-100]));
  });

  it('covers a clip with centred frames, one every hop', async () => {
    const clip = (length: number) => ({ samples: new Float32Array(length), sampleRate: 22050 });
    expect((await logMelExtractor.extract(clip(0))).rows).toBe(1);
    expect((await logMelExtractor.extract(clip(511))).rows).toBe(1);
    expect((await logMelExtractor.extract(clip(512))).rows).toBe(2);
  });
});
