import { describe, expect, it } from 'vitest';
import { columnTitle } from './column-title';
import { EXTRACTOR_IDS, loadExtractor } from './registry';

describe('columnTitle', () => {
  it.each([
    ['mfcc_03_mean', 'MFCC 3, mean'],
    ['mfcc_mean_03', 'MFCC 3, mean'],
    ['mfcc3_mean', 'MFCC 3, mean'],
    ['mfcc20_var', 'MFCC 20, variance'],
    ['mfcc_01_delta_std', 'MFCC 1 slope, spread'],
    ['chroma_c_sharp_mean', 'Chroma C♯, mean'],
    ['chroma_cens_kurtosis_02', 'Chroma (CENS) C♯, kurtosis'],
    ['chroma_cqt_max_12', 'Chroma (constant-Q) B, maximum'],
    ['chroma_stft_mean', 'Chroma, mean'],
    ['spectral_contrast_skew_07', 'Spectral contrast 7, skewness'],
    ['spectral_centroid_median_01', 'Spectral centroid, median'],
    ['zcr_min_01', 'Zero crossing rate, minimum'],
    ['rmse_std_01', 'Loudness (RMS), spread'],
    ['tempo', 'Tempo'],
    ['tempo_variation', 'Tempo variation'],
    ['key_fifths_cos', 'Keynote on the circle of fifths (cosine)'],
    ['harmony_var', 'Harmonic part, variance'],
    ['component_07', 'Component 7'],
    ['embedding_0012', 'embedding_0012'],
    ['Lautheit (dB)', 'Lautheit (dB)'],
    ['Tempo (BPM)', 'Tempo (BPM)'],
    ['max', 'max'],
    ['', ''],
  ])('%s → %s', (name, title) => {
    expect(columnTitle(name).title).toBe(title);
  });

  it.each([
    ['mfcc_03_mean', 'Sound colour (MFCC)'],
    ['chroma_c_sharp_mean', 'Notes (chroma)'],
    ['chroma_cens_kurtosis_02', 'Notes (chroma)'],
    ['spectral_contrast_1_std', 'Tone against noise (spectral contrast)'],
    ['spectral_rolloff_mean', 'Brightness and outline (spectral shape)'],
    ['onset_rate', 'Rhythm'],
    ['embedding_0012', 'Embedding'],
    ['Größe (cm)', 'Größe'],
    ['Tempo (BPM)', 'Rhythm'],
  ])('%s belongs to %s', (name, family) => {
    expect(columnTitle(name).family).toBe(family);
  });

  it.each(EXTRACTOR_IDS)('counts the MFCCs of %s as their sentences do', async (id) => {
    const extractor = await loadExtractor(id);
    if (extractor.kind === 'matrix') return;
    for (const { name, help } of extractor.columns) {
      const numbered = /MFCC \d+/.exec(help)?.[0];
      if (name.startsWith('mfcc')) expect(numbered, name).toBeDefined();
      if (numbered) expect(columnTitle(name).title.split(/,| slope/)[0], name).toBe(numbered);
    }
  });

  it.each(EXTRACTOR_IDS)('tells the columns of %s apart', async (id) => {
    const extractor = await loadExtractor(id);
    if (extractor.kind === 'matrix') return;
    const titles = extractor.columns.map(({ name }) => columnTitle(name).title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});
