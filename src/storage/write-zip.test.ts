import { describe, expect, it } from 'vitest';
import { itemOfFile } from './file-items';
import { itemsOfZip } from './zip';
import { writeZip, type FileToZip } from './write-zip';

const modified = new Date('2026-01-31T14:05:09Z');
const files: readonly FileToZip[] = [
  { path: 'README.md', content: '# Ä\n' },
  { path: 'folder/data.bin', content: Uint8Array.of(0, 1, 255) },
];

describe('a zip that is written', () => {
  it('reads back as the same files', async () => {
    const zip = await writeZip(files, modified);
    const items = await itemsOfZip(itemOfFile(new File([zip], 'model.zip')));
    expect(items.map(({ path }) => path)).toEqual(['model/README.md', 'model/folder/data.bin']);
    const [readme, data] = await Promise.all(items.map((item) => item.open()));
    expect(await readme!.text()).toBe('# Ä\n');
    expect([...new Uint8Array(await data!.arrayBuffer())]).toEqual([0, 1, 255]);
  });

  it('is the same every time', async () => {
    const [first, second] = await Promise.all(
      [0, 1].map(async () => new Uint8Array(await (await writeZip(files, modified)).arrayBuffer())),
    );
    expect(first).toEqual(second);
  });
});
