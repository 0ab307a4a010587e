// Power to decibels, as `librosa.power_to_db` with ref 1.0.

/** Power below this counts as this: −100 dB. */
export const MIN_POWER = 1e-10;

/** Turns powers into dB in place; values more than `topDb` below the loudest one are raised to that floor. */
export function toDb(powers: Float32Array, topDb = Infinity): void {
  let loudest = -Infinity;
  for (let i = 0; i < powers.length; i++) {
    const db = 10 * Math.log10(Math.max(MIN_POWER, powers[i]!));
    powers[i] = db;
    if (db > loudest) loudest = db;
  }
  const floor = loudest - topDb;
  if (floor === -Infinity) return;
  for (let i = 0; i < powers.length; i++) if (powers[i]! < floor) powers[i] = floor;
}
