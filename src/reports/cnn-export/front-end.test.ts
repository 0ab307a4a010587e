import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportFacts } from '../../../test/builders/cnn-facts';
import {
  madeUpExcerpts,
  madeUpNetwork,
  spectrogramSettings,
} from '../../../test/builders/cnn-models';
import { chooseBackend } from '../../compute/choose-backend';
import type { CnnConfig } from '../../trainers/cnn/layout';
import { cnnFiles } from './cnn-files';
import { frontEndSchema } from './front-end';

const config: CnnConfig = { numFrames: 9, numMels: 11, width: 1, numClasses: 2 };
const facts = exportFacts({ title: 'CNN on *my* | music' });

beforeAll(() => chooseBackend('wasm'));

async function filesOf(numMels = config.numMels, used = facts, asked = config) {
  const model = await madeUpNetwork(asked, madeUpExcerpts(asked, 2));
  const files = cnnFiles(model, spectrogramSettings(numMels), used);
  return new Map(files.map(({ path, content }) => [path, content]));
}

describe('the files of an exported network', () => {
  it('describe how sound becomes its input', async () => {
    const files = await filesOf();
    const frontEnd = v.parse(frontEndSchema, JSON.parse(files.get('front-end.json') as string));
    expect(frontEnd).toMatchObject({
      title: facts.title,
      classes: ['genre 0', 'genre 1'],
      audio: { sampleRate: 22050, channels: 1 },
      stft: { nFft: 2048, hopLength: 512, winLength: 2048, window: 'hann', center: true },
      mel: { nMels: 11, minHz: 0, maxHz: 11025, scale: 'slaney', norm: 'slaney', power: 2 },
      decibels: { reference: 1, minPower: 1e-10, topDb: null },
      excerpts: { numFrames: 9, mostPerRecording: 6, combine: 'mean' },
      live: { stretchSeconds: 5, shortLast: 'join', combine: 'mean-by-length' },
      training: facts.training,
      model: { input: { name: 'log_mel', shape: ['batch', 9, 11] } },
    });
    expect(frontEnd.excerpts.seconds).toBeCloseTo((9 * 512) / 22050, 9);
    expect(frontEnd.normalisation.mean).toHaveLength(11);
  });

  it('have a README that names them and the classes', async () => {
    const files = await filesOf();
    const text = files.get('README.md') as string;
    expect(text).toMatch(/^# CNN on \\\*my\\\* \\\| music\n/);
    expect(text).toContain('genre 0, genre 1');
    expect(text).toContain('up to 6 excerpts of\n0.21 s');
    expect(text).toContain('cut into stretches of 5 s');
    for (const path of files.keys()) if (path !== 'README.md') expect(text).toContain(path);
  });

  it('say from which probability on each of several labels is said', async () => {
    const used = { ...facts, thresholds: [0.25, 0.625] };
    const files = await filesOf(config.numMels, used, { ...config, severalLabels: true });
    const { model } = v.parse(frontEndSchema, JSON.parse(files.get('front-end.json') as string));
    expect(model).toMatchObject({ activation: 'sigmoid', thresholds: [0.25, 0.625] });
    expect(files.get('README.md')).toContain('genre 0 0.250, genre 1 0.625.');
    const ofOne = await filesOf(config.numMels, used);
    expect(ofOne.get('front-end.json')).not.toContain('thresholds');
  });

  it('are refused for a network that looks at other spectrograms', async () => {
    await expect(filesOf(12)).rejects.toMatchObject({ code: 'model-incompatible' });
  });
});
