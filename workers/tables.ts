// The table worker: reads tables of features into storage, and makes clips of their rows.

import { EarmarkError } from '../src/core/errors';
import { columnsWithoutText } from '../src/datasets/tables/clips-of-table';
import { readFmaList } from '../src/datasets/tables/fma-list';
import { readTable } from '../src/datasets/tables/read-table';
import { subsetsOfTable } from '../src/datasets/tables/subsets';
import type { TableFile } from '../src/datasets/tables/table';
import { clipsOrProblem, columnsForText } from '../src/datasets/tables/table-dataset';
import type { TableSource, TableWorkerApi } from '../src/rpc/table-interface';
import { Deliveries } from '../src/rpc/deliveries';
import { serveWorker } from '../src/rpc/worker-server';
import { TableWriter, tableStore } from '../src/storage/table-store';
import { streamZipEntry } from '../src/storage/zip-entry';

const REPORT_MILLISECONDS = 100;

const api: TableWorkerApi = {
  async read(sources, listener, signal) {
    const writer = new TableWriter();
    const deliveries = new Deliveries();
    let toldAt = -Infinity;
    try {
      const table = await readTable({
        files: sources.map(tableFileOf),
        signal,
        onStart: (names) => writer.start(names),
        onBlock: (block) => writer.add(block),
        onProgress: (fraction) => {
          if (performance.now() - toldAt < REPORT_MILLISECONDS) return;
          toldAt = performance.now();
          deliveries.add(listener.onProgress(fraction));
        },
      });
      signal.throwIfAborted();
      await writer.finish(table);
      const { texts: _, ...kept } = table;
      return kept;
    } catch (error) {
      // What cannot be taken back is freed later: the error that matters is the first.
      await writer.discard().catch(() => undefined);
      throw error;
    } finally {
      await deliveries.all();
    }
  },

  async clips({ id, columns, target, subset }) {
    const kept = await tableStore.get(id);
    if (!kept) throw new EarmarkError('table-values-missing', `no table ${id}`);
    const texts = await tableStore.texts(id, columnsForText(columns));
    const numbers = await tableStore.columns(id, columnsWithoutText({ columns, texts }));
    const { rows, lines } = kept;
    return clipsOrProblem({ id, rows, lines, columns, texts, numbers, target, subset });
  },

  async subsets({ id, columns }) {
    return subsetsOfTable(columns, await tableStore.texts(id, columnsForText(columns)));
  },

  async fmaList(sources, recordings, signal) {
    const [tracks, genres] = sources.map(tableFileOf);
    return tracks ? readFmaList({ tracks, genres }, recordings, { signal }) : [];
  },
};

function tableFileOf({ name, bytes, file, entryName }: TableSource): TableFile {
  if (entryName !== null) {
    return { name, size: bytes, stream: () => streamZipEntry({ zip: file, entryName }) };
  }
  return {
    name,
    size: bytes,
    stream: () => file.stream(),
    slice: (start, end) => file.slice(start, end),
  };
}

serveWorker(api, self.name);
