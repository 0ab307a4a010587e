// How the learning rate goes over a run: a linear start, then held, lowered by a cosine, or lowered when learning stalls.

/** Share of the steps over which the rate rises. */
const WARM_UP_SHARE = 0.02;
/** Of the peak, at the end of a cosine. */
const LAST_SHARE = 0.01;
/** As PyTorch's ReduceLROnPlateau: what counts as better, relative. */
const PLATEAU_THRESHOLD = 1e-4;
const PLATEAU_FACTOR = 0.5;
/** Epochs without a better loss that pass before the rate is lowered. */
const PLATEAU_PATIENCE = 2;

export interface RateParams {
  /** The peak. */
  readonly learningRate: number;
  readonly schedule: 'plateau' | 'cosine' | 'constant';
}

/** Where "reduce on plateau" stands between two epochs. */
export interface PlateauState {
  /** What the peak is multiplied by. */
  readonly factor: number;
  /** Epochs since the loss was last better. */
  readonly badEpochs: number;
  /** null before the first epoch. */
  readonly bestLoss: number | null;
}

export const FIRST_PLATEAU: PlateauState = { factor: 1, badEpochs: 0, bestLoss: null };

/** After an epoch of that loss, nats: validation loss, or that of training where there is none. */
export function watchPlateau(state: PlateauState, loss: number): PlateauState {
  const { factor, badEpochs, bestLoss } = state;
  if (bestLoss === null || loss < bestLoss * (1 - PLATEAU_THRESHOLD)) {
    return { factor, badEpochs: 0, bestLoss: loss };
  }
  return badEpochs < PLATEAU_PATIENCE
    ? { factor, badEpochs: badEpochs + 1, bestLoss }
    : { factor: factor * PLATEAU_FACTOR, badEpochs: 0, bestLoss };
}

/** @param step counted from 1, over all epochs */
export function learningRateAt(
  { learningRate: peak, schedule }: RateParams,
  { step, totalSteps, plateau }: { step: number; totalSteps: number; plateau: PlateauState },
): number {
  const warmUpSteps = Math.ceil(totalSteps * WARM_UP_SHARE);
  if (step <= warmUpSteps) return (peak * step) / warmUpSteps;
  switch (schedule) {
    case 'constant':
      return peak;
    case 'plateau':
      return peak * plateau.factor;
    case 'cosine': {
      // Loshchilov & Hutter 2017.
      const share = (step - warmUpSteps) / Math.max(1, totalSteps - warmUpSteps);
      return peak * (LAST_SHARE + (1 - LAST_SHARE) * 0.5 * (1 + Math.cos(Math.PI * share)));
    }
  }
}
