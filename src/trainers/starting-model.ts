// The model that a run starts from instead of from chance: that it is the one that was chosen, and whole.

import { EarmarkError, toEarmarkError } from '../core/errors';
import { hashText } from '../core/hash';
import type { StartingPoint } from '../core/run-types';
import type { ModelJson, Trainer, TrainingInput } from './trainer';

/** 16 hex digits of the SHA-256 over the model's JSON. */
export function modelFingerprint(model: ModelJson): string {
  return hashText(JSON.stringify(model)).slice(0, 16);
}

export interface StartingModel {
  readonly point: Pick<StartingPoint, 'model'>;
  /** Null if there is none any more. */
  readonly model: ModelJson | null;
  readonly trainer: Pick<Trainer<TrainingInput>, 'id' | 'fromJSON'>;
}

/** @throws EarmarkError `start-model-unusable` */
export function checkedStart({ point, model, trainer }: StartingModel): ModelJson {
  if (!model) throw unusable('no model: it was deleted or cannot be read back');
  if (model.trainer !== trainer.id) throw unusable(`a model of “${model.trainer}”`);
  if (modelFingerprint(model) !== point.model) {
    throw unusable('another model than the one that was chosen');
  }
  try {
    trainer.fromJSON(model).dispose();
  } catch (error) {
    throw unusable(`a damaged model (${toEarmarkError(error).got})`, error);
  }
  return model;
}

function unusable(got: string, cause?: unknown): EarmarkError {
  return new EarmarkError('start-model-unusable', got, { cause });
}
