import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import { EarmarkError, type ErrorCode } from '../core/errors';
import { failureError, isNotMeasurable, type ClipFailure } from './clip-failures';

function failure(id: string, code: ErrorCode, onlyVariants = false): ClipFailure {
  return { clip: makeClip({ id }), onlyVariants, error: new EarmarkError(code, `${id} ${code}`) };
}

describe('failureError', () => {
  it.each([
    ['1 clip: rock/a.wav', 'a'],
    ['2 clips: rock/a.wav and rock/b.wav', 'ab'],
    ['3 clips: rock/a.wav, rock/b.wav and rock/c.wav', 'abc'],
    ['5 clips: rock/a.wav, rock/b.wav, rock/c.wav and 2 more', 'abcde'],
  ])('names the first few: %s', (names, ids) => {
    const failures = [...ids].map((id) => failure(id, 'playback-unavailable'));
    expect(failureError(failures)).toMatchObject({
      code: 'features-missing',
      got: `${names} (The original file cannot be reached: a playback-unavailable)`,
    });
  });

  it('tells of what lies in the clips first, of variants last', () => {
    const variant = failure('v', 'analysis-timeout', true);
    const unreachable = failure('u', 'playback-unavailable');
    const deadly = failure('d', 'worker-died');
    expect(failureError([variant])).toMatchObject({ code: 'variants-missing' });
    expect(failureError([variant, unreachable])).toMatchObject({ code: 'features-missing' });
    const worst = failureError([variant, unreachable, deadly]);
    expect(worst).toMatchObject({ code: 'clips-not-measurable' });
    expect(worst.got).toMatch(/^1 clip: rock\/d\.wav \(.*d worker-died/);
    expect([variant, unreachable, deadly].map(isNotMeasurable)).toEqual([false, false, true]);
  });
});
