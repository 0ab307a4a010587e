import { expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Dataset } from '../core/dataset-types';
import type { Run, RunStatus } from '../core/run-types';
import { cutOffRuns, resumeProblem } from './resume-rules';

function datasetOf(id: string): Dataset {
  const clips = [makeClip({ id: 'a' }), makeClip({ id: 'b' })];
  const empty = { quarantined: [], notes: [] };
  return { version: 1, id, title: `The ${id}`, synthetic: false, clips, ...empty };
}

function runOn(id: string, fingerprint: string, status: RunStatus = 'stopped'): Run {
  const dataset = { id, title: `The ${id}`, synthetic: false, fingerprint, clips: 3 };
  return { status, dataset } as unknown as Run;
}

/** Two datasets are here, of which the first is in use. */
function toldOf(run: Run): string | undefined {
  const [current, other] = [datasetOf('first'), datasetOf('second')];
  const find = (id: string) => [current, other].find((one) => one.id === id) ?? null;
  const problem = resumeProblem(run, { current, fingerprint: 'as it was', find });
  if (problem) expect(problem.code).toBe('run-not-resumable');
  return problem?.got;
}

it('what was cut off goes on, on the dataset that it began with', () => {
  expect(toldOf(runOn('first', 'as it was'))).toBeUndefined();
  expect(toldOf(runOn('first', 'as it was', 'failed'))).toBeUndefined();
});

it('one that failed is offered while it is the newest; one that only lost its device, for longer', () => {
  const failed = (code: string) => ({ ...runOn('first', 'f', 'failed'), error: { code } }) as Run;
  const [wrong, lost] = [failed('param-invalid'), failed('device-lost-twice')];
  const [done, stopped] = [runOn('first', 'f', 'done'), runOn('first', 'f')];
  const fingerprint = 'f';
  expect(cutOffRuns([wrong, stopped, done], { fingerprint })).toEqual([wrong, stopped]);
  expect(cutOffRuns([done, lost, wrong, stopped], { fingerprint })).toEqual([lost, stopped]);
  expect(cutOffRuns([lost], { fingerprint: 'other' })).toEqual([]);
});

it('what stands in the way is told, and which dataset to choose', () => {
  expect(toldOf(runOn('first', 'as it was', 'done'))).toBe('a run that has finished');
  expect(toldOf(runOn('first', 'other'))).toMatch(/“The first” has changed .*3 clips then, 2 now/);
  expect(toldOf(runOn('second', 'other'))).toMatch(
    /needs “The second”, and “The first” is in use: choose “The second” on Data/,
  );
  expect(toldOf(runOn('third', 'other'))).toMatch(/“The third”, is not in this browser/);
});
