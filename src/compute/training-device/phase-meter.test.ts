import { describe, expect, it, vi } from 'vitest';
import type { StepPhase } from '../../core/training-device';
import { noTimes, PhaseMeter, type PhaseClock } from './phase-meter';
import { WallClock } from './wall-clock';

/** Says that each phase took as long as the list has it. */
function fakeClock(durations: Record<StepPhase, number> | null) {
  let times = noTimes();
  const clock = {
    begin: vi.fn(async () => undefined),
    end: vi.fn(async (phase: StepPhase) => {
      times[phase] += durations?.[phase] ?? 0;
    }),
    collect: vi.fn(async () => {
      const collected = times;
      times = noTimes();
      return durations && collected;
    }),
    dispose: vi.fn(),
  };
  return clock satisfies PhaseClock;
}

const EVEN = { input: 1, forward: 2, backward: 6, optimiser: 1 };

/** Runs `steps` steps of two parts each, and says which were measured. */
async function run(
  meter: PhaseMeter,
  steps: number,
  millisecondsOf: (measured: boolean) => number,
) {
  const measured: number[] = [];
  let isMeasured = false;
  for (let step = 1; step <= steps; step++) {
    for (const phase of [
      'input',
      'forward',
      'backward',
      'forward',
      'backward',
      'optimiser',
    ] as const) {
      expect(await meter.timed(phase, () => phase)).toBe(phase);
    }
    isMeasured = meter.onStep(millisecondsOf(isMeasured));
    if (isMeasured) measured.push(step);
  }
  return measured;
}

describe('measuring phases', () => {
  it('measures every twentieth step, and sums its parts', async () => {
    const clock = fakeClock(EVEN);
    const meter = new PhaseMeter(clock);
    expect(meter.shares).toBeNull();
    expect(await run(meter, 60, () => 10)).toEqual([3, 23, 43]);
    expect(clock.begin).toHaveBeenCalledTimes(3 * 6);
    expect(meter.shares!.backward).toBeCloseTo(12 / 18);
    const sum = Object.values(meter.shares!).reduce((a, b) => a + b);
    expect(sum).toBeCloseTo(1);
  });

  it('measures more seldom where it costs more: at most 1 % of the time', async () => {
    const meter = new PhaseMeter(fakeClock(EVEN));
    let step = 0;
    // A measured step takes half as long again.
    const measured = await run(meter, 300, () =>
      [3, 53, 103, 153, 203, 253].includes(++step) ? 15 : 10,
    );
    expect(measured).toEqual([3, 53, 103, 153, 203, 253]);
  });

  it('smooths', async () => {
    const durations = { ...EVEN };
    const meter = new PhaseMeter(fakeClock(durations));
    await run(meter, 3, () => 10);
    await Promise.resolve();
    durations.input = 1000;
    await run(meter, 20, () => 10);
    expect(meter.shares!.input).toBeGreaterThan(0.25);
    expect(meter.shares!.input).toBeLessThan(0.4);
  });

  it.each([null, noTimes()])(
    'falls back where the clock says nothing sensible',
    async (durations) => {
      const clock = fakeClock(durations);
      const fallback = fakeClock(EVEN);
      const meter = new PhaseMeter(clock, fallback);
      await run(meter, 60, () => 10);
      expect(clock.begin).toHaveBeenCalledTimes(6);
      expect(clock.dispose).toHaveBeenCalledOnce();
      expect(fallback.begin).toHaveBeenCalledTimes(12);
      expect(meter.shares).not.toBeNull();
      meter.dispose();
      expect(fallback.dispose).toHaveBeenCalledOnce();
    },
  );

  it('is not disturbed by a device that fails', async () => {
    const clock = { ...fakeClock(EVEN), collect: () => Promise.reject(new Error('gone')) };
    const meter = new PhaseMeter(clock);
    await run(meter, 5, () => 10);
    meter.discard();
    expect(meter.shares).toBeNull();
  });
});

describe('with steps sent ahead', () => {
  const PHASES = ['input', 'forward', 'backward', 'optimiser'] as const;
  const send = async (meter: PhaseMeter) => {
    for (const phase of PHASES) await meter.timed(phase, () => undefined);
  };

  /** Epochs whose steps are sent two ahead; says which were slowed down. */
  async function runAhead(meter: PhaseMeter, epochs: number, stepsAnEpoch: number) {
    const slowed: number[] = [];
    for (let epoch = 0; epoch < epochs; epoch++) {
      let sent = 0;
      for (let step = 1; step <= stepsAnEpoch; step++) {
        for (; sent < Math.min(step + 1, stepsAnEpoch); sent++) await send(meter);
        if (meter.onStep(10)) slowed.push(epoch * stepsAnEpoch + step);
      }
    }
    return slowed;
  }

  it.each([1, 2, 3, 4, 7])('measures one step whole, in epochs of %i', async (stepsAnEpoch) => {
    const clock = fakeClock(EVEN);
    const fallback = fakeClock(EVEN);
    const meter = new PhaseMeter(clock, fallback);
    const slowed = await runAhead(meter, Math.ceil(30 / stepsAnEpoch), stepsAnEpoch);
    expect(clock.end.mock.calls.flat()).toEqual([...PHASES, ...PHASES]);
    expect(clock.collect).toHaveBeenCalledTimes(2);
    // While a step is sent, the one before it is under way, unless it is of the epoch before.
    const isFirstOfEpoch = (step: number) => (step - 1) % stepsAnEpoch === 0;
    const expected = [3, 23].flatMap((step) => (isFirstOfEpoch(step) ? [step] : [step - 1, step]));
    expect(slowed).toEqual(expected);
    expect(meter.shares).toEqual({ input: 0.1, forward: 0.2, backward: 0.6, optimiser: 0.1 });
    expect(fallback.begin).not.toHaveBeenCalled();
  });

  it('measures a step again that was taken back', async () => {
    const clock = fakeClock(EVEN);
    const meter = new PhaseMeter(clock);
    await runAhead(meter, 1, 2);
    await send(meter);
    await send(meter);
    meter.discard();
    expect(meter.shares).toBeNull();
    await send(meter);
    await send(meter);
    expect(meter.onStep(10)).toBe(true);
    expect(meter.onStep(10)).toBe(false);
    expect(clock.begin).toHaveBeenCalledTimes(8);
    await Promise.resolve();
    expect(meter.shares!.forward).toBeCloseTo(0.2);
  });

  it('does not give the clock up for a step of which nothing was timed', async () => {
    const clock = fakeClock(null);
    const fallback = fakeClock(EVEN);
    const meter = new PhaseMeter(clock, fallback);
    for (let step = 0; step < 10; step++) expect(meter.onStep(10)).toBe(false);
    await Promise.resolve();
    expect(clock.dispose).not.toHaveBeenCalled();
  });
});

it('the clock on the wall waits until the work is done', async () => {
  const drain = vi.fn(() => new Promise((resolve) => setTimeout(resolve, 5)));
  const clock = new WallClock(drain);
  await clock.begin();
  await clock.end('forward');
  const times = await clock.collect();
  expect(times.forward).toBeGreaterThan(3);
  expect(times.input).toBe(0);
  expect(drain).toHaveBeenCalledTimes(2);
  expect((await clock.collect()).forward).toBe(0);
});
