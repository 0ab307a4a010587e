import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/kaggle57.json';
import { GOLDEN_SIGNALS, goldenWaveform } from '../../test/golden/logmel-timbre-signals';
import { decodeReal, gtzanPath, NO_REAL_MUSIC } from '../../test/builders/real-music';
import { powerSpectra } from './stft';
import { TuningEstimator } from './tuning';

const FRAMING = { sampleRate: 22050, nFft: 2048, hopLength: 512 };

function expectTunings(samples: Float32Array, expected: Readonly<Record<string, number>>): void {
  const estimators = {
    power: new TuningEstimator(FRAMING),
    magnitude: new TuningEstimator(FRAMING),
    thirdTones: new TuningEstimator({ ...FRAMING, binsPerOctave: 36 }),
    doubleRate: new TuningEstimator({ ...FRAMING, sampleRate: 44100 }),
  };
  for (const power of powerSpectra(samples, FRAMING)) {
    const magnitude = power.map(Math.sqrt);
    estimators.power.add(power);
    estimators.magnitude.add(magnitude);
    estimators.thirdTones.add(magnitude);
    estimators.doubleRate.add(power);
  }
  for (const [kind, estimator] of Object.entries(estimators)) {
    expect(estimator.finish(), kind).toBeCloseTo(expected[kind]!, 9);
  }
}

describe('tuning', () => {
  it.each(GOLDEN_SIGNALS)('equals librosa: %s', (name) => {
    expectTunings(goldenWaveform(name).samples, golden.synthetic[name].tuning);
  });

  it('equals librosa on real clips', async (context) => {
    for (const [name, { tuning }] of Object.entries(golden.real)) {
      const file = gtzanPath(name);
      context.skip(file === null, NO_REAL_MUSIC);
      expectTunings((await decodeReal(file!)).samples, tuning);
    }
  });

  it('finds how far a tone lies from its note', () => {
    const hz = 440 * 2 ** (0.3 / 12);
    const samples = Float32Array.from({ length: 22050 }, (_, n) =>
      Math.sin((2 * Math.PI * hz * n) / 22050),
    );
    const estimator = new TuningEstimator(FRAMING);
    for (const power of powerSpectra(samples, FRAMING)) estimator.add(power.map(Math.sqrt));
    expect(Math.abs(estimator.finish() - 0.3)).toBeLessThan(0.03);
    expect(estimator.finish()).toBe(estimator.finish());
  });

  it('is 0 where nothing sounds', () => {
    const estimator = new TuningEstimator(FRAMING);
    expect(estimator.finish()).toBe(0);
    estimator.add(new Float64Array(1025));
    expect(estimator.finish()).toBe(0);
  });
});
