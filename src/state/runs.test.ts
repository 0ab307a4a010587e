// A run that is removed takes what it could go on from along, and brings it back.

import { beforeEach, expect, it, vi } from 'vitest';
import type { Run } from '../core/run-types';
import type { DatasetState } from './dataset.svelte';
import { NoticeState } from './notices.svelte';
import { RunsState } from './runs.svelte';

const kept = vi.hoisted(() => ({
  runs: new Map<string, unknown>(),
  models: new Map<string, unknown>(),
  startModels: new Map<string, unknown>(),
  checkpoints: new Map<string, unknown>(),
}));
vi.mock('../storage/checkpoint-store', () => ({ checkpointStore: storeOf(kept.checkpoints) }));
vi.mock('../storage/run-store', () => ({
  runStore: storeOf(kept.runs),
  modelStore: storeOf(kept.models),
  startModelStore: storeOf(kept.startModels),
  deleteRun: (id: string) => {
    for (const rows of Object.values(kept)) rows.delete(id);
    return Promise.resolve();
  },
}));

function storeOf(rows: Map<string, unknown>) {
  return {
    get: (id: string) => Promise.resolve(rows.get(id) ?? null),
    set: (id: string, row: unknown) => Promise.resolve(void rows.set(id, row)),
  };
}

function runOf(status: Run['status']): Run {
  return { id: 'r', createdAt: '2026-01-01', status, evaluation: null } as unknown as Run;
}

beforeEach(() => {
  for (const rows of Object.values(kept)) rows.clear();
});

it('undo brings back a stopped run with its checkpoint', async () => {
  const notices = new NoticeState();
  const runs = new RunsState(notices, {} as DatasetState);
  await runs.put(runOf('stopped'));
  kept.checkpoints.set('r', 'where it was');
  await runs.remove('r');
  expect(runs.get('r')).toBeNull();
  expect(kept.checkpoints.size + kept.runs.size).toBe(0);
  notices.list[0]!.actions[0]!.run();
  await vi.waitFor(() => expect(runs.get('r')?.status).toBe('stopped'));
  expect(kept.checkpoints.get('r')).toBe('where it was');
});

it('a run that is being trained cannot be removed', async () => {
  const runs = new RunsState(new NoticeState(), {} as DatasetState);
  await runs.put(runOf('running'));
  await runs.remove('r');
  expect(runs.get('r')).not.toBeNull();
});
