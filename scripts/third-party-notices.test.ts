import { describe, expect, it } from 'vitest';
import { formatNotices } from './third-party-notices';

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
