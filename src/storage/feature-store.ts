// Extracted features, kept by content hash (or the id of a variant of it) + extractor id + version: extracting twice
// costs nothing.
// Vectors are kept as they are; matrices (spectrograms in dB) as 16-bit fixed point, a quarter of a
// thousandth of the range of hearing apart, in half the space.

import * as v from 'valibot';
import { EarmarkError } from '../core/errors';
import type { Matrix } from '../core/matrix';
import { clipIdOf, isVariantId } from '../core/variant';
import type { AnalysedAudio, FeatureCache } from '../features/analyse-file';
import type { FeatureValue } from '../features/extractor';
import { analysedRowSchema, parser } from './schemas';
import { Store } from './store';

/** Steps a dB: values are exact to 1/512 dB between −128 and +128 dB. */
const STEPS_PER_DECIBEL = 256;

const float32Array = v.custom<Float32Array>((value) => value instanceof Float32Array);
const int16Array = v.custom<Int16Array>((value) => value instanceof Int16Array);
const rowSchema = v.variant('kind', [
  v.object({ version: v.literal(1), kind: v.literal('vector'), values: float32Array }),
  v.object({
    version: v.literal(1),
    kind: v.literal('matrix'),
    rows: v.number(),
    columns: v.number(),
    values: int16Array,
  }),
]);
type FeatureRow = v.InferOutput<typeof rowSchema>;

const features = new Store<FeatureRow>({
  name: 'features',
  parse: parser(
    v.pipe(
      rowSchema,
      v.check(
        (saved) => saved.kind === 'vector' || saved.values.length === saved.rows * saved.columns,
      ),
    ),
  ),
});
const analysed = new Store({ name: 'analysed-files', parse: parser(analysedRowSchema) });

export function featureKey(hash: string, extractor: string, version: number): string {
  return `${hash}/${extractor}/${version}`;
}

/** The clip's own, or a variant's. */
function featureIdOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}

function hashOf(key: string): string {
  return clipIdOf(featureIdOf(key));
}

/** @throws EarmarkError `features-damaged` */
export function encodeFeature(value: FeatureValue): FeatureRow {
  if (value.kind === 'vector') return { version: 1, kind: 'vector', values: value.values };
  const { data, rows, columns } = value.matrix;
  const values = Int16Array.from(data, (decibels) => {
    // As fixed point it would be 0 dB, as loud as can be, and nobody would ever know.
    if (Number.isNaN(decibels)) throw new EarmarkError('features-damaged', 'NaN in a spectrogram');
    return Math.max(-32768, Math.min(32767, Math.round(decibels * STEPS_PER_DECIBEL)));
  });
  return { version: 1, kind: 'matrix', rows, columns, values };
}

export function decodeFeature(saved: FeatureRow): FeatureValue {
  if (saved.kind === 'vector') return { kind: 'vector', values: saved.values };
  const data = Float32Array.from(saved.values, (step) => step / STEPS_PER_DECIBEL);
  const matrix: Matrix = { data, rows: saved.rows, columns: saved.columns };
  return { kind: 'matrix', matrix };
}

/** The cache over IndexedDB; the same on the page and in every worker. */
export const featureStore: FeatureCache & {
  getMany(
    hashes: readonly string[],
    extractor: string,
    version: number,
  ): Promise<(FeatureValue | null)[]>;
  /** Keys (see `featureKey`) of everything kept. */
  keys(): Promise<Set<string>>;
  /** Hashes of all clips that anything is kept of. */
  clipIds(): Promise<string[]>;
  /** Forgets the clips, and with them their variants. */
  deleteClips(hashes: ReadonlySet<string>): Promise<void>;
  /** Ids of all variants that anything is kept of. */
  variantIds(): Promise<string[]>;
  /** Forgets the variants, and nothing else of their clips. */
  deleteVariants(ids: ReadonlySet<string>): Promise<void>;
  putMany(rows: Iterable<readonly [string, FeatureValue]>): Promise<void>;
} = {
  async get(hash, extractor, version) {
    const saved = await features.get(featureKey(hash, extractor, version));
    return saved && decodeFeature(saved);
  },
  async getMany(hashes: readonly string[], extractor: string, version: number) {
    const keys = hashes.map((hash) => featureKey(hash, extractor, version));
    return (await features.getMany(keys)).map((saved) => saved && decodeFeature(saved));
  },
  async has(hash, extractor, version) {
    return features.has(featureKey(hash, extractor, version));
  },
  async put(hash, extractor, version, value) {
    await features.set(featureKey(hash, extractor, version), encodeFeature(value));
  },
  async putMany(rows) {
    await features.setMany(
      Array.from(rows, ([key, value]) => [key, encodeFeature(value)] as const),
    );
  },
  async getAudio(hash) {
    return analysed.get(hash);
  },
  async putAudio(hash, audio: AnalysedAudio) {
    await analysed.set(hash, { version: 1, audio: audio.audio, notes: [...audio.notes] });
  },
  async keys() {
    return new Set(await features.keys());
  },
  async clipIds() {
    const extracted = (await features.keys()).map(hashOf);
    return [...new Set([...extracted, ...(await analysed.keys())])];
  },
  async deleteClips(hashes) {
    const keys = (await features.keys()).filter((key) => hashes.has(hashOf(key)));
    await features.deleteMany(keys);
    await analysed.deleteMany([...hashes]);
  },
  async variantIds() {
    const ids = (await features.keys()).map(featureIdOf).filter(isVariantId);
    return [...new Set(ids)];
  },
  async deleteVariants(ids) {
    if (ids.size === 0) return;
    const keys = (await features.keys()).filter((key) => ids.has(featureIdOf(key)));
    await features.deleteMany(keys);
  },
};
