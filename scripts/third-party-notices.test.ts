import { describe, expect, it } from 'vitest';
import { BUNDLED_BACKBONES } from '../src/backbones/registry';
import { formatNotices, networkNotices } from './third-party-notices';

describe('formatNotices', () => {
  const withText = { name: 'b', version: '1.0.0', licence: 'MIT', text: 'Copyright B' };

  it('lists packages by name, each with its text', () => {
    const text = formatNotices([withText, { ...withText, name: 'a', text: 'Copyright A' }]);
    expect(text.indexOf('Copyright A')).toBeGreaterThan(0);
    expect(text.indexOf('Copyright B')).toBeGreaterThan(text.indexOf('Copyright A'));
  });

  it('points to the same licence elsewhere where a package ships no text', () => {
    const text = formatNotices([withText, { ...withText, name: 'c', text: '' }]);
    expect(text).toContain('the text of MIT stands under b');
  });

  it('says so where no text is to be had', () => {
    const text = formatNotices([{ ...withText, licence: 'ISC', text: '' }]);
    expect(text).toContain('ships no copy of its licence.');
  });
});

describe('networkNotices', () => {
  it('has every network that comes with the page, with its licence', () => {
    const notices = networkNotices();
    for (const { title } of BUNDLED_BACKBONES) {
      const notice = notices.find(({ name }) => name.startsWith(title));
      expect(notice?.licence).toBe('Apache-2.0');
      expect(notice?.text).toContain('Apache License');
    }
    expect(formatNotices(notices)).toContain(
      'Basic Pitch (weights of a network)\nLicence: Apache-2.0',
    );
  });
});
