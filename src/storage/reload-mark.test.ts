import { afterEach, expect, it, vi } from 'vitest';
import { reloadMark } from './reload-mark';

const mark = { version: 1, runId: 'r', deviceLosses: 2 } as const;

afterEach(() => void vi.unstubAllGlobals());

function keepIn(rows: Map<string, string>): void {
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => rows.get(key) ?? null,
    setItem: (key: string, value: string) => rows.set(key, value),
    removeItem: (key: string) => rows.delete(key),
  });
}

it('is taken once', () => {
  keepIn(new Map());
  reloadMark.set(mark);
  expect(reloadMark.take()).toEqual(mark);
  expect(reloadMark.take()).toBeNull();
});

it('is none where what was left is damaged', () => {
  keepIn(new Map([['earmark-reload', '{"version":1}']]));
  expect(reloadMark.take()).toBeNull();
});

it('is none where the browser refuses to keep anything', () => {
  const refuse = (): never => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  const refusing = new Proxy({}, { get: refuse });
  vi.stubGlobal('sessionStorage', refusing);
  expect(() => reloadMark.set(mark)).not.toThrow();
  expect(reloadMark.take()).toBeNull();
});
