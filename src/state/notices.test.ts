import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EarmarkError, tellError, type ErrorRecord } from '../core/errors';
import { NoticeState } from './notices.svelte';

const UNDO = { label: 'Undo', run: () => undefined };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function codesAfter(notices: NoticeState, seconds: number): string[] {
  vi.advanceTimersByTime(1000 * seconds);
  return notices.list.map(({ code }) => code);
}

it('a fallback is a warning with its code and what to do, once', () => {
  const notices = new NoticeState();
  notices.showWarning({ code: 'tree-threads-missing', got: 'no workers' });
  notices.showWarning({ code: 'tree-threads-missing', got: 'no workers' });
  expect(notices.list).toMatchObject([{ level: 'warning', code: 'tree-threads-missing' }]);
  expect(notices.list[0]?.text).toMatch(/one core only: no workers\. Nothing to do/);
});

describe('how long a message stays', () => {
  it('good news goes, with a way back later; warnings, errors and questions wait', () => {
    const notices = new NoticeState();
    notices.showError(new EarmarkError('file-empty', '0 bytes'));
    notices.showWarning({ code: 'tree-threads-missing', got: 'no workers' });
    notices.show({
      level: 'info',
      code: 'offer',
      text: 'Go on?',
      actions: [UNDO],
      isQuestion: true,
    });
    const staying = notices.list.map(({ code }) => code);
    notices.show({ level: 'info', code: 'removed', text: 'Removed.', actions: [UNDO] });
    notices.show({ level: 'info', code: 'done', text: 'Done.' });
    expect(codesAfter(notices, 7)).toEqual([...staying, 'removed', 'done']);
    expect(codesAfter(notices, 2)).toEqual([...staying, 'removed']);
    expect(codesAfter(notices, 20)).toContain('removed');
    expect(codesAfter(notices, 2)).toEqual(staying);
    expect(codesAfter(notices, 3600)).toEqual(staying);
  });

  it('a long text stays as long as it takes to read', () => {
    const notices = new NoticeState();
    notices.show({ level: 'info', code: 'long', text: 'word '.repeat(60).trim() });
    expect(codesAfter(notices, 29)).toEqual(['long']);
    expect(codesAfter(notices, 2)).toEqual([]);
  });

  it('nothing goes while somebody reads, and then only after its whole time', () => {
    const notices = new NoticeState();
    notices.show({ level: 'info', code: 'before', text: 'Done.' });
    notices.hold();
    notices.show({ level: 'info', code: 'meanwhile', text: 'Done.' });
    expect(codesAfter(notices, 60)).toHaveLength(2);
    notices.release();
    notices.release();
    expect(codesAfter(notices, 7)).toHaveLength(2);
    expect(codesAfter(notices, 2)).toEqual([]);
  });
});

it('a warning of what is soon over goes by itself, or with it; an error of that code stays', () => {
  const notices = new NoticeState();
  notices.show({ level: 'warning', code: 'worker-died', text: 'Training goes on.', passes: true });
  notices.showWarning({ code: 'backend-changed', got: 'that' }, { passes: true });
  expect(codesAfter(notices, 7)).toHaveLength(2);
  notices.withdrawWarnings(['backend-changed']);
  expect(codesAfter(notices, 0)).toEqual(['worker-died']);
  expect(codesAfter(notices, 2)).toEqual([]);
  notices.showError(new EarmarkError('worker-died', 'that'));
  notices.withdrawWarnings(['worker-died']);
  expect(codesAfter(notices, 3600)).toEqual(['worker-died']);
});

describe('an error that a box tells', () => {
  const record: ErrorRecord = { code: 'training-diverged', got: 'NaN' };
  const error = new EarmarkError(record.code, record.got);

  it('is no message too, whichever comes first', () => {
    const notices = new NoticeState();
    notices.showError(error);
    notices.showError(new EarmarkError('file-empty', '0 bytes'));
    notices.tellInBox(record);
    expect(notices.list.map(({ code }) => code)).toEqual(['file-empty']);
    notices.showError(error);
    expect(notices.list).toHaveLength(1);
  });

  it('is a message again when the box is gone, or where it tells another', () => {
    const notices = new NoticeState();
    const boxIsGone = notices.tellInBox({ ...record, got: 'Infinity' });
    notices.showError(error);
    expect(notices.list).toHaveLength(1);
    boxIsGone();
    const other = new EarmarkError('training-diverged', 'Infinity');
    notices.showError(other);
    expect(notices.list).toMatchObject([{ text: tellError(other.record) }]);
  });
});
