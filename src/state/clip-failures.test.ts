import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import { EarmarkError, type ErrorCode } from '../core/errors';
import { failureError, isNotMeasurable, type ClipFailure } from './clip-failures';

function failure(id: string, code: ErrorCode, onlyVariants = false): ClipFailure {
  return { clip: makeClip({ id }), onlyVariants, error: new EarmarkError(code, `${id} ${code}`) };
}

describe('failureError', () => {
  it.each([
    ['rock/a.wav', 'a'],
    ['rock/a.wav and rock/b.wav', 'ab'],
    ['rock/a.wav, rock/b.wav and rock/c.wav', 'abc'],
    ['rock/a.wav, rock/b.wav, rock/c.wav and 2 more', 'abcde'],
  ])('names the first few: %s', (names, ids) => {
    const failures = [...ids].map((id) => failure(id, 'playback-unavailable'));
    expect(failureError(failures)).toMatchObject({
      code: 'features-missing',
      got: `${names} (the original file cannot be reached)`,
    });
  });

  it('keeps the words of what the catalogue does not know', () => {
    expect(failureError([failure('a', 'unexpected')]).got).toBe('rock/a.wav (a unexpected)');
  });

  it('tells of what lies in the clips first, of variants last', () => {
    const variant = failure('v', 'analysis-timeout', true);
    const unreachable = failure('u', 'playback-unavailable');
    const deadly = failure('d', 'worker-died');
    expect(failureError([variant])).toMatchObject({ code: 'variants-missing' });
    expect(failureError([variant, unreachable])).toMatchObject({ code: 'features-missing' });
    const worst = failureError([variant, unreachable, deadly]);
    expect(worst).toMatchObject({ code: 'clips-not-measurable' });
    expect(worst.got).toBe('rock/d.wav (a background worker stopped)');
    expect([variant, unreachable, deadly].map(isNotMeasurable)).toEqual([false, false, true]);
  });
});
