import { expect, it } from 'vitest';
import { adapterName } from './webgpu';

it('names the adapter as far as the browser tells', () => {
  const adapterInfo = { vendor: 'maker', architecture: '', description: 'model 1' };
  expect(adapterName({ adapterInfo })).toBe('maker model 1');
  expect(adapterName({})).toBe('');
});
