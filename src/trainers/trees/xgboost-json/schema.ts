// The outer shape of XGBoost's JSON model, versions 1.7 to 3.2: everything but the nodes of the trees, which
// `read-tree.ts` checks in one pass.

import * as v from 'valibot';
import { invalidAt, shown, unsupportedAt } from './problems';

/** XGBoost keeps parameters as text. */
const wholeNumber = v.pipe(
  v.string(),
  v.regex(/^\d{1,10}$/, 'not a whole number'),
  v.transform(Number),
);

const ModelSchema = v.object({
  learner: v.object({
    attributes: v.optional(v.record(v.string(), v.string()), {}),
    feature_names: v.optional(v.array(v.string()), []),
    gradient_booster: v.object({
      model: v.object({
        gbtree_model_param: v.object({
          num_trees: wholeNumber,
          num_parallel_tree: v.optional(wholeNumber, '1'),
          // 0 up to 1.7, then 1; more where one tree answers for all targets.
          size_leaf_vector: v.optional(wholeNumber, '1'),
        }),
        // From 2.0 on.
        iteration_indptr: v.optional(v.array(v.number())),
        tree_info: v.array(v.number()),
        trees: v.array(v.unknown()),
      }),
    }),
    learner_model_param: v.object({
      base_score: v.string(),
      num_class: v.optional(wholeNumber, '0'),
      num_feature: wholeNumber,
      num_target: v.optional(wholeNumber, '1'),
    }),
    objective: v.object({ name: v.string() }),
  }),
});

export type XgboostLearner = v.InferOutput<typeof ModelSchema>['learner'];

/** Asked first, so that a model of another kind is told what it is and not which field it lacks. */
const BoosterSchema = v.object({
  learner: v.object({ gradient_booster: v.object({ name: v.string() }) }),
});

/** @throws EarmarkError `model-file-invalid` with the path, `model-file-unsupported` for other boosters than gbtree */
export function parseLearner(value: unknown): XgboostLearner {
  const { name } = parse(BoosterSchema, value).learner.gradient_booster;
  if (name !== 'gbtree') throw unsupportedAt('learner.gradient_booster.name', shown(name));
  return parse(ModelSchema, value).learner;
}

function parse<Output>(schema: v.GenericSchema<unknown, Output>, value: unknown): Output {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = (issue.path ?? []).map(({ key }) =>
    typeof key === 'number' ? `[${key}]` : `.${String(key)}`,
  );
  const got = issue.input === undefined ? 'missing' : shown(issue.input);
  throw invalidAt(path.join('').slice(1) || 'the file', got);
}
