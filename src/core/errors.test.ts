import { describe, expect, it } from 'vitest';
import { ERROR_CATALOGUE, EarmarkError, isAbort, toEarmarkError, type ErrorCode } from './errors';

describe('the error catalogue', () => {
  it.each(Object.keys(ERROR_CATALOGUE) as ErrorCode[])('%s says what to expect and do', (code) => {
    const { title, expected, next } = ERROR_CATALOGUE[code];
    expect(title).toMatch(/^[A-Z]/);
    expect(expected).not.toMatch(/[.!]$/);
    expect(next).toMatch(/\.$/);
  });

  it('puts what was expected, what was found and what to do into one sentence', () => {
    const { message } = new EarmarkError('file-empty', '0 bytes');
    expect(message).toBe(
      'The file is empty: expected an audio file with at least one byte, got 0 bytes. Copy the file again from where it came from.',
    );
  });

  it('keeps a named error and wraps anything else', () => {
    const named = new EarmarkError('file-empty', '0 bytes');
    expect(toEarmarkError(named)).toBe(named);
    expect(toEarmarkError(new TypeError('x'), 'file-unreadable').record).toEqual({
      code: 'file-unreadable',
      got: 'TypeError: x',
    });
  });

  it('knows a cancelled call from a failure', () => {
    expect(isAbort(AbortSignal.abort().reason)).toBe(true);
    expect(isAbort(new Error('x'))).toBe(false);
  });
});
