import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TimeLimit, type TimeLimitOptions } from './time-limit';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watched(options: Partial<TimeLimitOptions> = {}) {
  const onPassed = vi.fn();
  const onStopIgnored = vi.fn();
  const limit = new TimeLimit({ seconds: 10, ...options }, onPassed, onStopIgnored);
  return { limit, onPassed, onStopIgnored };
}

describe('TimeLimit', () => {
  it('passes once, when the time is up', () => {
    const { onPassed } = watched();
    vi.advanceTimersByTime(9_999);
    expect(onPassed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(onPassed).toHaveBeenCalledOnce();
  });

  it('counts from the last progress on', () => {
    const { limit, onPassed } = watched();
    for (let i = 0; i < 5; i++) {
      vi.advanceTimersByTime(9_000);
      limit.restart();
    }
    expect(onPassed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10_000);
    expect(onPassed).toHaveBeenCalledOnce();
  });

  it('counts no time while suspended, and all of it again afterwards', () => {
    const { limit, onPassed } = watched();
    vi.advanceTimersByTime(9_000);
    limit.suspend();
    vi.advanceTimersByTime(3_600_000);
    limit.restart();
    vi.advanceTimersByTime(9_999);
    expect(onPassed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onPassed).toHaveBeenCalledOnce();
  });

  it('is over with the call, even if progress is told of later', () => {
    const stop = new AbortController();
    const { limit, onPassed, onStopIgnored } = watched({ signal: stop.signal });
    limit.release();
    limit.restart();
    expect(vi.getTimerCount()).toBe(0);
    stop.abort();
    vi.advanceTimersByTime(60_000);
    expect(onPassed).not.toHaveBeenCalled();
    expect(onStopIgnored).not.toHaveBeenCalled();
  });

  it('gives a stopped call a while to end by itself', () => {
    const stop = new AbortController();
    const { onStopIgnored } = watched({ signal: stop.signal, seconds: Infinity });
    expect(vi.getTimerCount()).toBe(0);
    stop.abort();
    vi.advanceTimersByTime(4_999);
    expect(onStopIgnored).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onStopIgnored).toHaveBeenCalledOnce();
    expect(watched({ signal: stop.signal, seconds: Infinity }).onPassed).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(1); // stopped before it began: the while counts from then on
  });
});
