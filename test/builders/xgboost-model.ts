// A small model as XGBoost writes it, and ways to spoil it.

import { toXgboostJson } from '../../src/trainers/trees/xgboost-json/write';
import { randomEnsemble } from './trees';

/** Six trees over four columns for three classes. */
export const MODEL_TEXT = toXgboostJson(
  randomEnsemble({ seed: 1, columns: 4, asked: 4, groups: 3, trees: 6, depth: 3 }),
);

type Json = Record<string, unknown>;

/** The model with another value at the path; undefined takes the field away. */
export function withValue(path: string, value: unknown, text = MODEL_TEXT): Json {
  const model = JSON.parse(text) as Json;
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
  const last = keys.pop()!;
  const parent = keys.reduce<Json>((at, key) => at[key] as Json, model);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return model;
}

/** A model of one tree with these children and columns 0; leaves are −1. */
export function oneTree(left: readonly unknown[], right: readonly unknown[]): Json {
  const zeros = left.map(() => 0);
  const tree = {
    left_children: left,
    right_children: right,
    split_indices: zeros,
    split_conditions: zeros,
    default_left: zeros,
  };
  const text = toXgboostJson(
    randomEnsemble({ seed: 1, columns: 4, asked: 4, groups: 1, trees: 1, depth: 3 }),
  );
  return withValue('learner.gradient_booster.model.trees', [tree], text);
}
