// How long it takes to cut an hour of music into windows and extract their features, and how much memory that needs, for
// what each approach asks for. The peer is the same file decoded whole first, as it lies in memory then.

import { decodeAudio } from '../src/audio/decode';
import { extractWindows } from '../src/features/extract-windows';
import { extractorsAmong, loadExtractor } from '../src/features/registry';
import { writeLongWav } from '../test/builders/hour';
import { defaultsOf } from '../src/trainers/params';
import { APPROACHES } from '../src/trainers/registry';
import { benchRow, type BenchRow } from './row';

const HOUR_SECONDS = 3600;
/** Peak memory over what there was before, at most. */
const MAX_GROWTH_MB = 100;
const WARM_UP_SECONDS = 30;

/** Calls `work` and gives the most that the process grew meanwhile; `sample` looks how much there is. */
async function peakGrowthMb(work: (sample: () => void) => Promise<void>): Promise<number> {
  const before = process.memoryUsage.rss();
  let peak = before;
  await work(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  });
  return (peak - before) / 1e6;
}

export async function streamingRows() {
  const hour = await writeLongWav(HOUR_SECONDS);
  const warmUp = await writeLongWav(WARM_UP_SECONDS);
  const rows: BenchRow[] = [];
  const problems: string[] = [];
  try {
    const measured = [];
    for (const { id, windowSeconds, params, ...approach } of APPROACHES) {
      const extractors = extractorsAmong(approach.features({ params: defaultsOf(params) }));
      if (extractors.length === 0) continue;
      await Promise.all(extractors.map(loadExtractor));
      const request = { extractors, windowSeconds, pcm: null, onWindows() {} };
      await extractWindows({ ...request, file: warmUp.blob });
      const startedAt = performance.now();
      const megabytes = await peakGrowthMb(async (sample) => {
        await extractWindows({ ...request, file: hour.blob, onProgress: sample });
      });
      const seconds = (performance.now() - startedAt) / 1000;
      measured.push({ id, seconds, megabytes });
    }
    // Last: what it leaves behind would hide what the others need.
    const whole = await peakGrowthMb(async (sample) => {
      await decodeAudio(hour.blob);
      sample();
    });
    for (const { id, seconds, megabytes } of measured) {
      rows.push(
        benchRow({
          metric: `windows of an hour of audio for ${id}`,
          unit: 's',
          better: 'less',
          ours: seconds,
          peer: null,
          peerName: '',
        }),
        benchRow({
          metric: `peak memory for that, ${id}`,
          unit: 'MB',
          better: 'less',
          ours: megabytes,
          peer: whole,
          peerName: 'the file decoded whole',
        }),
      );
      if (megabytes > MAX_GROWTH_MB) {
        problems.push(`${id} needs ${megabytes.toFixed(0)} MB, at most ${MAX_GROWTH_MB} expected.`);
      }
    }
    return { rows, problems };
  } finally {
    hour.remove();
    warmUp.remove();
  }
}
