import { expect, it } from 'vitest';
import { adapterName } from './own-device';

it('names the adapter as far as the browser tells', () => {
  expect(adapterName({ vendor: 'maker', architecture: '', description: 'model 1' })).toBe(
    'maker model 1',
  );
  expect(adapterName({})).toBe('');
  expect(adapterName(undefined)).toBe('');
});
