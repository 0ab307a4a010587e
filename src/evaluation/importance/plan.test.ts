import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMatrix } from '../../core/matrix';
import type { FittedModel, TableInput } from '../../trainers/trainer';
import { measureImportance } from './measure';
import { planQuestions } from './plan';

const COSTS = { clips: 500, columns: 518, families: 12, repeats: 5 };

describe('how much a model is asked', () => {
  it('is everything where that takes no more than two minutes', () => {
    expect(planQuestions({ ...COSTS, secondsPerClip: 0.00009 })).toEqual({
      clips: 500,
      asksColumns: true,
      savedTime: null,
    });
    expect(planQuestions({ ...COSTS, secondsPerClip: 0 }).savedTime).toBeNull();
  });

  it('is fewer clips where that is enough', () => {
    const { clips, asksColumns, savedTime } = planQuestions({ ...COSTS, secondsPerClip: 0.0002 });
    expect(clips).toBe(226);
    expect(asksColumns).toBe(true);
    expect(savedTime).toMatchObject({ isByFewerClips: true, isByFamilies: false });
    expect(savedTime!.seconds).toBeCloseTo(0.0002 * 500 * 530 * 5, 9);
  });

  it('is whole families where it is not, on fewer clips if need be, never on less than 150', () => {
    expect(planQuestions({ ...COSTS, secondsPerClip: 0.003 })).toMatchObject({
      clips: 500,
      asksColumns: false,
      savedTime: { isByFewerClips: false, isByFamilies: true },
    });
    expect(planQuestions({ ...COSTS, secondsPerClip: 0.01 }).clips).toBe(200);
    expect(planQuestions({ ...COSTS, secondsPerClip: 1 }).clips).toBe(150);
    expect(planQuestions({ ...COSTS, clips: 40, secondsPerClip: 1 })).toMatchObject({
      clips: 40,
      savedTime: { isByFewerClips: false, isByFamilies: true },
    });
  });
});

describe('a model that answers slowly', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is asked about families alone, on fewer clips', async () => {
    let seconds = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => 1000 * seconds);
    const columnNames = ['mfcc_01_mean', 'mfcc_02_mean', 'tempo', 'zcr_mean'];
    const rows = 300;
    const matrix = createMatrix(rows, 4);
    matrix.data.forEach((_, i) => (matrix.data[i] = i % 4 === 2 ? Math.floor(i / 4) % 2 : i % 7));
    const x: TableInput = { kind: 'table', matrix, columnNames };
    const classes = ['slow', 'fast'];
    const indices = Int32Array.from({ length: rows }, (_, i) => i % 2);
    /** Says the class by column 2; a second a clip. */
    const model = {
      classes,
      bestEpoch: 1,
      predictProba: (input: TableInput) => {
        seconds += input.matrix.rows;
        const answers = createMatrix(input.matrix.rows, 2);
        for (let i = 0; i < answers.rows; i++) {
          const isFast = input.matrix.data[i * 4 + 2] === 1;
          answers.data.set(isFast ? [0.1, 0.9] : [0.9, 0.1], 2 * i);
        }
        return Promise.resolve(answers);
      },
    } as unknown as FittedModel;
    const found = await measureImportance({
      ...{ model, x, y: { indices, classes }, seed: 1 },
      asked: { part: 'validation', clips: rows, clipsInPart: 400 },
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    expect(found).toMatchObject({ clips: 150, clipsInPart: 400, baseline: { accuracy: 1 } });
    expect(found.savedTime).toEqual({
      seconds: rows * 7 * 5,
      isByFewerClips: true,
      isByFamilies: true,
    });
    const { overall, subject } = found.measures[0]!;
    expect(subject.families.map(({ name }) => name)[1]).toBe('Rhythm');
    expect(overall.columns).toEqual([]);
    expect(overall.families).toHaveLength(3);
    expect(overall.families[1]).toBeGreaterThan(0.3);
    expect(overall.families[0]).toBe(0);
    // 5 shuffles of 3 families, the answers with nothing shuffled, and what was timed.
    expect(seconds).toBe(150 * 16 + 3 * 16);
  });
});
