import { expect, it } from 'vitest';
import { FoundSettings } from './found-settings.svelte';

it('says whose settings stand in the form, until others are put there', () => {
  const form = { approachId: 'cnn', params: { width: 8 } };
  const found = new FoundSettings(form);
  expect(found).toMatchObject({ tryNumber: null, isNew: false });
  found.put(2);
  expect(found).toMatchObject({ tryNumber: 3, isNew: true, isChanged: false });
  found.see();
  form.params = { width: 9 };
  expect(found).toMatchObject({ tryNumber: 3, isNew: false, isChanged: true });
  form.approachId = 'svm';
  expect(found.tryNumber).toBeNull();
  form.approachId = 'cnn';
  found.forget();
  expect(found.tryNumber).toBeNull();
});
