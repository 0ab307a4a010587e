// WAV files made to order, for imports that should and should not work.

export interface WavOptions {
  readonly sampleRate?: number;
  readonly seconds?: number;
  readonly channels?: number;
  /** Level of the tone and the noise, 0…1. */
  readonly level?: number;
  readonly toneHz?: number;
  /** 32-bit float samples; every hundredth is NaN, or only the last one. */
  readonly withNaN?: boolean | 'last';
}

/** A tone with a little noise, so that no two files are the same; 16-bit unless it carries NaN. */
export function wav(options: WavOptions = {}): Buffer {
  const {
    sampleRate = 22_050,
    seconds = 4,
    channels = 1,
    level = 0.5,
    toneHz = 220,
    withNaN = false,
  } = options;
  const bytesPerSample = withNaN ? 4 : 2;
  const numFrames = Math.round(sampleRate * seconds);
  const dataBytes = numFrames * channels * bytesPerSample;
  const buffer = Buffer.alloc(44 + dataBytes);
  buffer.write('RIFF', 0);
  buffer.writeUInt32LE(36 + dataBytes, 4);
  buffer.write('WAVEfmt ', 8);
  buffer.writeUInt32LE(16, 16);
  buffer.writeUInt16LE(withNaN ? 3 : 1, 20);
  buffer.writeUInt16LE(channels, 22);
  buffer.writeUInt32LE(sampleRate, 24);
  buffer.writeUInt32LE(sampleRate * channels * bytesPerSample, 28);
  buffer.writeUInt16LE(channels * bytesPerSample, 32);
  buffer.writeUInt16LE(bytesPerSample * 8, 34);
  buffer.write('data', 36);
  buffer.writeUInt32LE(dataBytes, 40);
  let noise = Math.round(toneHz * 1000);
  for (let i = 0; i < numFrames * channels; i++) {
    const t = Math.floor(i / channels) / sampleRate;
    noise = (noise * 1_103_515_245 + 12_345) % 2_147_483_648;
    const beat = 1 - ((t * 2) % 1);
    const value =
      level * (0.7 * beat * Math.sin(2 * Math.PI * toneHz * t) + 0.2 * (noise / 2 ** 30 - 1));
    const offset = 44 + i * bytesPerSample;
    const isNaN = withNaN === 'last' ? i === numFrames * channels - 1 : i % 100 === 0;
    if (withNaN) buffer.writeFloatLE(isNaN ? NaN : value, offset);
    else buffer.writeInt16LE(Math.round(value * 32_767), offset);
  }
  return buffer;
}

/** The samples of a 16-bit mono WAV of this file's making as Sun AU, which is big-endian. */
export function au(source: Buffer): Buffer {
  const sampleRate = source.readUInt32LE(24);
  const samples = Buffer.from(source.subarray(44)).swap16();
  const header = Buffer.alloc(24);
  header.write('.snd', 0);
  [24, samples.length, 3, sampleRate, 1].forEach((value, i) =>
    header.writeUInt32BE(value, 4 + 4 * i),
  );
  return Buffer.concat([header, samples]);
}
