// The whole way from a waveform to its features: resample once a rate, extract, check.
// It neither decodes nor caches.

import { peakLevel } from '../audio/inspect';
import { resample } from '../audio/resample';
import type { Waveform } from '../core/audio-types';
import { EarmarkError } from '../core/errors';
import type { FeatureExtractor, FeatureValue } from './extractor';
import { loadExtractor, type ExtractorId } from './registry';

/**
 * Runs the extractors named on one clip of any sample rate; the map keeps their order.
 * @throws EarmarkError `audio-not-finite` for samples that are no numbers, which some analyses would never finish;
 * `features-not-finite` when a value is NaN or infinite
 */
export async function extractAll(
  waveform: Waveform,
  ids: readonly ExtractorId[],
): Promise<Map<ExtractorId, FeatureValue>> {
  peakLevel(waveform);
  const waveforms = new Map([[waveform.sampleRate, waveform]]);
  const values = new Map<ExtractorId, FeatureValue>();
  for (const id of ids) {
    const extractor = await loadExtractor(id);
    const { sampleRate } = extractor;
    const resampled = waveforms.get(sampleRate) ?? resample(waveform, sampleRate);
    waveforms.set(sampleRate, resampled);
    const value = await extractValue(extractor, resampled);
    assertFinite(extractor, value);
    values.set(id, value);
  }
  return values;
}

async function extractValue(
  extractor: FeatureExtractor,
  waveform: Waveform,
): Promise<FeatureValue> {
  return extractor.kind === 'vector'
    ? { kind: 'vector', values: await extractor.extract(waveform) }
    : { kind: 'matrix', matrix: await extractor.extract(waveform) };
}

function assertFinite(extractor: FeatureExtractor, value: FeatureValue): void {
  const numbers = value.kind === 'vector' ? value.values : value.matrix.data;
  const index = numbers.findIndex((number) => !Number.isFinite(number));
  if (index < 0) return;
  const where = extractor.kind === 'vector' ? extractor.columns[index]?.name : `value ${index}`;
  throw new EarmarkError(
    'features-not-finite',
    `${numbers[index]} in ${where ?? `value ${index}`} of "${extractor.title}"`,
  );
}
