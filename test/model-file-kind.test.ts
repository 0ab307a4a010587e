import { describe, expect, it } from 'vitest';
import { encodeWav } from '../src/audio/wav-encode';
import { requireJson } from '../workers/model-file-kind';

const fileOf = (name: string, ...parts: BlobPart[]): File => new File(parts, name);
const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('a file that is taken for a model', () => {
  it.each([
    ['JSON', '{"learner": {}}'],
    ['JSON that breaks off', ' \n{"learner": {"gradient_booster"'],
    ['JSON after a byte order mark', '\ufeff{"learner": {}}'],
    ['a list', '[1]'],
  ])('may be %s', async (_, text) => {
    await expect(requireJson(fileOf('model.json', text))).resolves.toBeUndefined();
  });

  it('may be JSON whose names are in no known encoding', async () => {
    await expect(
      requireJson(fileOf('model.json', bytes('{"caf\xe9": 1}'))),
    ).resolves.toBeUndefined();
  });

  it.each([
    [
      'tone.wav',
      encodeWav({ samples: new Float32Array(100), sampleRate: 22050 }),
      'a recording (WAV)',
    ],
    ['song.json', bytes('OggS\0\0'), 'a recording (Ogg)'],
    ['take.aiff', bytes('FORM\0\0\0\0AIFF'), 'a recording (AIFF)'],
    [
      'model.ubj',
      bytes('{L\0\0\0\0\0\0\0\x07learner'),
      'a model in XGBoost’s binary format (UBJSON)',
    ],
    ['model.pkl', bytes('\x80\x04\x95\0\0'), 'a Python pickle'],
    ['music.zip', bytes('PK\x03\x04'), 'a zip'],
    ['table.csv', 'file,label\na.wav,rock\n', 'text'],
    ['model.json', '', 'an empty file'],
  ])('%s is named for what it is', async (name, content, kind) => {
    await expect(requireJson(fileOf(name, content))).rejects.toMatchObject({
      code: 'model-file-not-json',
      got: `${name}, ${kind}`,
    });
  });
});
