import { describe, expect, it } from 'vitest';
import basicPitch from '../../models/basic-pitch/manifest.json';
import mn04 from '../../models/efficientat-mn04/manifest.json';
import { checkSize, freeId, idOfName, readManifest } from './backbone-intake';
import type { Backbone } from './backbones.svelte';

it.each([
  ['mn04_as.onnx', 'mn04_as'],
  ['C:\\nets\\Mine.ONNX', 'Mine'],
  ['my%20network.onnx', 'my network'],
  ['a.b.onnx', 'a.b'],
  ['100%.onnx', '100%'],
  ['.onnx', 'network'],
])('%s is called %s', (name, id) => {
  expect(idOfName(name)).toBe(id);
});

it('gives a number to a second network of a name, and none to the same one', () => {
  const there = (id: string, sha256: string): Pick<Backbone, 'id' | 'manifest'> =>
    ({ id, manifest: { weights: [{ sha256 }] } }) as unknown as Backbone;
  const list = [there('net', 'a'), there('net 2', 'b')];
  expect(freeId('net', 'a', list)).toBe('net');
  expect(freeId('net', 'c', list)).toBe('net 3');
  expect(freeId('other', 'c', list)).toBe('other');
});

it('refuses what no tab could hold', () => {
  expect(() => checkSize(500e6)).toThrow(expect.objectContaining({ code: 'backbone-too-large' }));
  expect(() => checkSize(346e6)).not.toThrow();
});

describe('manifests', () => {
  it('reads those of known networks', () => {
    expect(readManifest(JSON.stringify(mn04)).id).toBe('efficientat-mn04');
  });

  it.each([
    ['{', /JSON/],
    ['[]', /./],
    [
      JSON.stringify({ ...mn04, contract: { ...mn04.contract, frontEnd: 'ears' } }),
      /contract\.frontEnd/,
    ],
    [JSON.stringify(basicPitch), /ONNX/],
  ])('says what is wrong with %.30s', (text, got) => {
    expect(() => readManifest(text)).toThrow(
      expect.objectContaining({
        code: 'backbone-manifest-invalid',
        record: expect.objectContaining({ got: expect.stringMatching(got) as string }) as object,
      }),
    );
  });
});
