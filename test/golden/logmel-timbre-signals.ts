// The signals behind the golden numbers of log-mel and timbre, defined by formula:
// `make_logmel_timbre.py` computes the same ones.

const SAMPLE_RATE = 22050;
const NUM_SAMPLES = 2 * SAMPLE_RATE + 123;

type Formula = (seconds: number, noise: number) => number;

const FORMULAS = {
  // Three harmonics stepping through a scale twice a second, pulsing.
  melody: (t, noise) => {
    const hz = 220 * 2 ** (Math.floor(2 * t) / 6);
    const pulse = 0.6 + 0.4 * Math.sin(2 * Math.PI * 3 * t);
    const phase = 2 * Math.PI * hz * t;
    const tone = Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.25 * Math.sin(3 * phase);
    return 0.3 * pulse * tone + 0.01 * noise;
  },
  // A sweep from 100 Hz to 8.1 kHz over faint noise.
  sweep: (t, noise) => 0.5 * Math.sin(2 * Math.PI * (100 + 2000 * t) * t) + 0.02 * noise,
  // Noise that decays four times a second.
  drums: (t, noise) => 0.8 * Math.exp(-8 * ((4 * t) % 1)) * noise + 0.005 * noise,
} satisfies Record<string, Formula>;

export type GoldenSignal = keyof typeof FORMULAS;

export const GOLDEN_SIGNALS = Object.keys(FORMULAS) as GoldenSignal[];

export function goldenWaveform(name: GoldenSignal): { samples: Float32Array; sampleRate: number } {
  const formula: Formula = FORMULAS[name];
  let state = 1;
  const samples = Float32Array.from({ length: NUM_SAMPLES }, (_, n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return formula(n / SAMPLE_RATE, state / 2 ** 31 - 1);
  });
  return { samples, sampleRate: SAMPLE_RATE };
}
