import { describe, expect, it } from 'vitest';
import { randomEnsemble } from '../../../../test/builders/trees';
import { MODEL_TEXT as TEXT, oneTree, withValue } from '../../../../test/builders/xgboost-model';
import { fromXgboostJson } from './read';
import { toXgboostJson } from './write';

const TREE = 'learner.gradient_booster.model.trees[3]';
const PARAMETERS = 'learner.learner_model_param';

describe('a model file that is wrong', () => {
  it.each([
    ['text that ends too early', TEXT.slice(0, 5000), /^text that is not JSON \(.+\)$/],
    ['text that is no JSON at all', '{L\u0000\u0000learner', /^text that is not JSON \(.+\)$/],
    [
      'bare NaN',
      TEXT.replace('"base_weights":[', '"base_weights":[NaN,'),
      /^text that is not JSON/,
    ],
    ['nothing', '', /^text that is not JSON/],
    ['a list', [], 'learner: missing'],
    ['a number', 7, 'the file: 7'],
    ['a model without a learner', {}, 'learner: missing'],
    [
      'a feature name that is a number',
      withValue('learner.feature_names[2]', 7),
      'learner.feature_names[2]: 7',
    ],
    [
      'too few names',
      withValue('learner.feature_names', ['a']),
      'learner.feature_names: 1 names for 4 columns',
    ],
    [
      'a billion columns without names',
      withValue(`${PARAMETERS}.num_feature`, '1000000000'),
      `${PARAMETERS}.num_feature: 1000000000, more than 100000`,
    ],
    [
      'a billion classes',
      withValue(`${PARAMETERS}.num_class`, '1000000000'),
      `${PARAMETERS}.num_class: 1000000000, not 1 to 10000`,
    ],
    [
      'no classes',
      withValue(`${PARAMETERS}.num_class`, '0'),
      `${PARAMETERS}.num_class: 0, not 1 to 10000`,
    ],
    [
      'a number that is text',
      withValue(`${PARAMETERS}.num_class`, 'three'),
      `${PARAMETERS}.num_class: "three"`,
    ],
    [
      'a base score that is none',
      withValue(`${PARAMETERS}.base_score`, '[1,x,2]'),
      `${PARAMETERS}.base_score: "[1,x,2]"`,
    ],
    [
      'base scores for other groups',
      withValue(`${PARAMETERS}.base_score`, '[1,2]'),
      `${PARAMETERS}.base_score: "[1,2]" for 3 groups of trees`,
    ],
    [
      'fewer trees than claimed',
      withValue('learner.gradient_booster.model.gbtree_model_param.num_trees', '7'),
      'learner.gradient_booster.model.gbtree_model_param.num_trees: 7 for 6 trees',
    ],
    [
      'a tree of no group',
      withValue('learner.gradient_booster.model.tree_info[4]', 3),
      'learner.gradient_booster.model.tree_info[4]: 3 of 3 groups',
    ],
    [
      'rounds that go back',
      withValue('learner.gradient_booster.model.iteration_indptr', [0, 4, 3, 6]),
      'learner.gradient_booster.model.iteration_indptr[2]: 3',
    ],
    [
      'rounds of other trees',
      withValue('learner.gradient_booster.model.iteration_indptr', [0, 9]),
      'learner.gradient_booster.model.iteration_indptr: 0 to 9 for 6 trees',
    ],
    ['a tree that is none', withValue(TREE, 'tree'), `${TREE}: "tree"`],
    [
      'a tree without nodes',
      withValue(`${TREE}.left_children`, []),
      `${TREE}.left_children: a tree without nodes`,
    ],
    [
      'a list of another length',
      withValue(`${TREE}.split_indices`, [0, 0]),
      /^learner\.gradient_booster\.model\.trees\[3\]\.split_indices: 2 values for \d+ nodes$/,
    ],
    [
      'no thresholds',
      withValue(`${TREE}.split_conditions`, undefined),
      `${TREE}.split_conditions: missing`,
    ],
    [
      'a threshold that is text',
      withValue(`${TREE}.split_conditions[1]`, '0.5'),
      `${TREE}.split_conditions[1]: "0.5"`,
    ],
    [
      'a threshold beyond single precision',
      withValue(`${TREE}.split_conditions[1]`, 1e39),
      `${TREE}.split_conditions[1]: 1e+39`,
    ],
    [
      'a column that is not there',
      withValue(`${TREE}.split_indices[0]`, 4),
      `${TREE}.split_indices[0]: 4 of 4 columns`,
    ],
    ['half a column', withValue(`${TREE}.split_indices[0]`, 0.5), `${TREE}.split_indices[0]: 0.5`],
    [
      'a direction that is none',
      withValue(`${TREE}.default_left[0]`, 2),
      `${TREE}.default_left[0]: 2`,
    ],
    [
      'other nodes than claimed',
      withValue(`${TREE}.tree_param.num_nodes`, '4000000000'),
      /num_nodes: 4000000000 for \d+ nodes$/,
    ],
    [
      'a child that is not there',
      oneTree([1, 99, -1], [2, -1, -1]),
      'learner.gradient_booster.model.trees[0].left_children[1]: 99 of 3 nodes',
    ],
    [
      'a negative child',
      oneTree([1, -1, -1], [-2, -1, -1]),
      'learner.gradient_booster.model.trees[0].right_children[0]: -2 of 3 nodes',
    ],
    [
      'a child that is null',
      oneTree([1, -1, -1], [null, -1, -1]),
      'learner.gradient_booster.model.trees[0].right_children[0]: null',
    ],
    [
      'a right child alone',
      oneTree([1, -1, -1], [2, 2, -1]),
      'learner.gradient_booster.model.trees[0].right_children[1]: 2 of a node without a left child',
    ],
    [
      'a circle to the root',
      oneTree([1, 0, -1], [2, 2, -1]),
      'learner.gradient_booster.model.trees[0].left_children[1]: 0 of 3 nodes',
    ],
    [
      'a circle',
      oneTree([1, 3, -1, 1, -1], [2, 4, -1, 4, -1]),
      'learner.gradient_booster.model.trees[0].left_children[3]: node 1, which has a parent already',
    ],
    [
      'a node with two parents',
      oneTree([1, 3, 3, -1, -1], [2, 4, 4, -1, -1]),
      /: node 3, which has a parent already$/,
    ],
    [
      'twins',
      oneTree([1, -1], [1, -1]),
      'learner.gradient_booster.model.trees[0].right_children[0]: node 1, which has a parent already',
    ],
    [
      'a node that nothing leads to',
      oneTree([1, -1, -1, -1], [2, -1, -1, -1]),
      'learner.gradient_booster.model.trees[0]: 1 nodes that nothing leads to instead of 0',
    ],
  ])('%s: is named', (_, model, got) => {
    expect(() => fromXgboostJson(model)).toThrowError(
      expect.objectContaining({
        code: 'model-file-invalid',
        got: typeof got === 'string' ? got : (expect.stringMatching(got) as string),
      }),
    );
  });

  it.each([
    [
      'gblinear',
      'learner.gradient_booster',
      { name: 'gblinear', model: { weights: [1] } },
      'learner.gradient_booster.name: "gblinear"',
    ],
    [
      'dart',
      'learner.gradient_booster',
      { name: 'dart', gbtree: {} },
      'learner.gradient_booster.name: "dart"',
    ],
    [
      'another objective',
      'learner.objective',
      { name: 'rank:ndcg' },
      'learner.objective.name: "rank:ndcg"',
    ],
    [
      'an objective of the prototype',
      'learner.objective',
      { name: 'constructor' },
      'learner.objective.name: "constructor"',
    ],
    [
      'a categorical split',
      `${TREE}.split_type[0]`,
      1,
      `${TREE}.split_type[0]: a categorical split`,
    ],
    [
      'trees for all targets',
      `${TREE}.tree_param.size_leaf_vector`,
      '3',
      `${TREE}.tree_param.size_leaf_vector: trees that answer for all targets`,
    ],
    [
      'several targets of several classes',
      `${PARAMETERS}.num_target`,
      '2',
      `${PARAMETERS}.num_target: 2 targets of several classes each`,
    ],
  ])('%s: cannot be used', (_, path, value, got) => {
    expect(() => fromXgboostJson(withValue(path, value))).toThrowError(
      expect.objectContaining({ code: 'model-file-unsupported', got }),
    );
  });

  it('refuses a base score of a yes–no question that is no probability', () => {
    const pair = toXgboostJson(
      randomEnsemble({ seed: 1, columns: 4, asked: 4, groups: 1, trees: 2, depth: 3 }),
    );
    for (const score of ['0', '1', '-3E0', '']) {
      const model = withValue(`${PARAMETERS}.base_score`, score, pair);
      expect(() => fromXgboostJson(model)).toThrowError(
        expect.objectContaining({ code: 'model-file-invalid' }),
      );
    }
  });

  it('keys of the prototype are keys like others', () => {
    const classes = JSON.stringify(['__proto__', 'constructor', 'rock']);
    const hostile = `{"__proto__":{"polluted":"yes"},"constructor":"x","classes":${JSON.stringify(classes)}}`;
    const model = fromXgboostJson(TEXT.replace(/"attributes":\{.*?\}/, `"attributes":${hostile}`));
    expect(model.classes).toEqual(['__proto__', 'constructor', 'rock']);
    expect({}).not.toHaveProperty('polluted');
    expect(Object.getPrototypeOf(model.attributes)).toBe(Object.prototype);
  });
});
