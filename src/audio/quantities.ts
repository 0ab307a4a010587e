// How quantities of sound are written in error texts: with their unit, thousands apart, no needless digits.

/** "0.10 seconds", "30.0 seconds", "4 hours 10 minutes". */
export function secondsText(seconds: number): string {
  if (seconds >= 3600) {
    const minutes = Math.round(seconds / 60);
    return `${Math.floor(minutes / 60)} hours ${minutes % 60} minutes`;
  }
  return `${seconds.toFixed(seconds < 10 ? 2 : 1)} seconds`;
}

/** "8,000 Hz". */
export function hertzText(hertz: number): string {
  return `${hertz.toLocaleString('en-US')} Hz`;
}

/** "6 channels". */
export function channelsText(channels: number): string {
  return channels === 1 ? '1 channel' : `${channels} channels`;
}

/** "1,024 bytes". */
export function bytesText(bytes: number): string {
  return bytes === 1 ? '1 byte' : `${bytes.toLocaleString('en-US')} bytes`;
}
