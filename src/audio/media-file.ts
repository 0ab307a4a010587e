// A compressed file opened for reading: its audio track, what it says about itself, and whether its end is there.
// mediabunny reads the containers; decoding is in `compressed.ts`.

import {
  ADTS,
  BlobSource,
  FLAC,
  Input,
  MP3,
  MP4,
  OGG,
  QTFF,
  WAVE,
  type InputAudioTrack,
} from 'mediabunny';
import type { AudioInfo } from '../core/audio-types';
import { EarmarkError, isAbort, type ErrorRecord } from '../core/errors';
import { isReadFailure, readFailure } from './blob-read';
import { checkAdts } from './containers/adts';
import { checkFlac } from './containers/flac';
import { checkMp3 } from './containers/mp3';
import { checkMp4 } from './containers/mp4';
import { checkOgg } from './containers/ogg';
import { secondsText } from './quantities';
import type { AudioContainer } from './sniff';

export type CompressedContainer = Exclude<AudioContainer, 'wav' | 'au'>;

export interface MediaSource {
  readonly blob: Blob;
  readonly container: CompressedContainer;
  readonly signal?: AbortSignal | undefined;
}

const FORMATS = [MP3, ADTS, OGG, FLAC, MP4, QTFF];
const CONTAINER_NAMES: Readonly<Record<CompressedContainer, string>> = {
  mp3: 'MP3',
  adts: 'ADTS',
  ogg: 'Ogg',
  flac: 'FLAC',
  mp4: 'M4A',
};
/**
 * Run before mediabunny sees the file: it stops silently where a file ends, and some damage keeps it busy for ever.
 * Each throws `file-truncated` or `file-damaged`; MP3's gives the seconds its header declares, which mediabunny does
 * not tell from an estimate.
 */
const CHECKS: Readonly<Record<CompressedContainer, (blob: Blob) => Promise<number | null | void>>> =
  { mp3: checkMp3, adts: checkAdts, ogg: checkOgg, flac: checkFlac, mp4: checkMp4 };
const CODEC_NAMES: Readonly<Record<string, string>> = {
  aac: 'AAC',
  opus: 'Opus',
  mp3: 'MP3',
  vorbis: 'Vorbis',
  flac: 'FLAC',
  ac3: 'AC-3',
  eac3: 'E-AC-3',
  dts: 'DTS',
};
/** A difference below this is padding, not sound. */
const PADDING_SECONDS = 0.06;

export interface MediaFile {
  readonly track: InputAudioTrack;
  readonly info: AudioInfo;
  /** `note-end-missing`, if a little is. */
  readonly notes: readonly ErrorRecord[];
}

/**
 * Opens the file, hands it to `use` and closes it. Throws `file-truncated`, `file-damaged`, `file-not-audio`,
 * `codec-unsupported` or `file-unreadable`, also for what goes wrong inside `use`.
 */
export async function withMediaFile<T>(
  { blob, container, signal }: MediaSource,
  use: (file: MediaFile) => Promise<T>,
): Promise<T> {
  const input = openInput(blob, FORMATS);
  try {
    const mp3Seconds = (await CHECKS[container](blob)) ?? null;
    signal?.throwIfAborted();
    return await use(await openTrack(input, container, mp3Seconds));
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof EarmarkError || isAbort(error)) throw error;
    if (isReadFailure(error)) throw readFailure(error);
    const got = error instanceof Error ? error.message : String(error);
    throw new EarmarkError(
      'file-damaged',
      `${CONTAINER_NAMES[container]} data that does not fit together (${got})`,
      {
        cause: error,
      },
    );
  } finally {
    input.dispose();
  }
}

/** Artist and title of a WAV file (RIFF INFO or ID3 chunk). */
export async function readWavTags(blob: Blob): Promise<Pick<AudioInfo, 'artist' | 'title'>> {
  const input = openInput(blob, [WAVE]);
  try {
    return await readTags(input);
  } finally {
    input.dispose();
  }
}

/** Throws `file-truncated` if more is missing than 2 % or 0.25 s, whichever is more; notes what is below that. */
export function judgeEnd(expectedSeconds: number, actualSeconds: number): ErrorRecord[] {
  const missing = expectedSeconds - actualSeconds;
  if (missing > Math.max(0.02 * expectedSeconds, 0.25)) {
    const got = `${secondsText(actualSeconds)} of ${secondsText(expectedSeconds)}`;
    throw new EarmarkError('file-truncated', got);
  }
  if (missing <= PADDING_SECONDS) return [];
  return [{ code: 'note-end-missing', got: `${secondsText(missing)} less` }];
}

function openInput(blob: Blob, formats: typeof FORMATS): Input {
  // A read ahead of need that fails is forgotten here: if the bytes are needed, reading them fails again.
  const source = new BlobSource(blob, { handleUnhandledError: () => undefined });
  return new Input({ source, formats });
}

async function openTrack(
  input: Input,
  container: CompressedContainer,
  mp3Seconds: number | null,
): Promise<MediaFile> {
  const track = await input.getPrimaryAudioTrack();
  const name = CONTAINER_NAMES[container];
  if (!track) {
    // An Ogg file with nothing readable holds Speex or the like; an MP4, pictures.
    const code = container === 'ogg' ? 'codec-unsupported' : 'file-not-audio';
    throw new EarmarkError(code, `${name} without a sound track that can be read`);
  }
  const codec = await track.getCodec();
  if (!codec) throw new EarmarkError('codec-unsupported', `${name} with an unknown codec`);
  const codecName = CODEC_NAMES[codec] ?? codec;
  const isMp3 = container === 'mp3';
  const declaredSeconds = isMp3 ? mp3Seconds : await track.getDurationFromMetadata();
  const presentSeconds = await track.computeDuration();
  const info = {
    format: codecName === name ? name : `${name} ${codecName}`,
    sampleRate: await track.getSampleRate(),
    channels: await track.getNumberOfChannels(),
    durationSeconds: presentSeconds,
    ...(await readTags(input)),
  };
  return { track, info, notes: judgeEnd(declaredSeconds ?? presentSeconds, presentSeconds) };
}

/** None where the tags are missing or damaged: the sound can be good all the same. */
async function readTags(input: Input): Promise<Pick<AudioInfo, 'artist' | 'title'>> {
  try {
    const { artist, albumArtist, title } = await input.getMetadataTags();
    return {
      artist: (artist ?? albumArtist)?.trim() || undefined,
      title: title?.trim() || undefined,
    };
  } catch (error) {
    if (isReadFailure(error)) throw readFailure(error);
    return {};
  }
}
