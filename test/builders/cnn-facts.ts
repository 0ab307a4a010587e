// What an export says of a made-up run, and the run itself.

import type { Run } from '../../src/core/run-types';
import type { ExportFacts } from '../../src/reports/cnn-export/facts';
import { trainingCard } from '../../src/reports/cnn-export/training-card';
import { cnnParams } from '../../src/trainers/cnn-params';
import { defaultsOf } from '../../src/trainers/params';

/** Of its 8 held-out clips 7 are named rightly. */
export function finishedCnnRun(changes: Partial<Run> = {}): Run {
  const ids = Array.from({ length: 40 }, (_, i) => `clip ${i}`);
  return {
    version: 1,
    id: 'run',
    config: {
      ...{ version: 1, approach: 'cnn', seed: 7, params: { ...defaultsOf(cnnParams), width: 8 } },
      split: { strategy: 'random', testFraction: 0.2, validationFraction: 0.2 },
    },
    createdAt: '2024-05-06T07:08:09.000Z',
    dataset: { id: 'd', title: 'My | music', synthetic: false, fingerprint: 'f00d', clips: 40 },
    classes: ['genre 0', 'genre 1'],
    split: { train: ids.slice(0, 24), validation: ids.slice(24, 32), test: ids.slice(32) },
    status: 'done',
    history: Array.from({ length: 17 }, (_, i) => ({
      ...{ epoch: i + 1, trainLoss: 1, trainAccuracy: 0.5, seconds: 1 },
      ...{ validationLoss: 1, validationAccuracy: 0.5 },
    })),
    bestEpoch: 12,
    evaluation: {
      ...{ accuracy: 0.875, macroF1: 0.8667, genres: [], confusion: [] },
      predictions: ids
        .slice(32)
        .map((clipId) => ({ clipId, trueIndex: 0, predictedIndex: 0, probabilities: [1, 0] })),
    },
    ...{ timings: null, environment: null, peakGpuBytes: null, error: null },
    ...changes,
  };
}

export function exportFacts(changes: Partial<ExportFacts> = {}): ExportFacts {
  const training = trainingCard(finishedCnnRun());
  return { title: 'made up', appVersion: '1.2.3', training, liveStretchSeconds: 5, ...changes };
}
