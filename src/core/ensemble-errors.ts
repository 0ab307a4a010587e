// The part of the catalogue that is about ensembles: runs that vote together.

export const ENSEMBLE_ERRORS = {
  'ensemble-too-few-members': {
    title: 'An ensemble needs at least two runs',
    expected: 'two or more finished runs on the dataset and the split that are chosen',
    next: 'Tick two runs, train another approach on the same split and seed, or choose the split and seed that your finished runs have.',
  },
  'ensemble-member-differs': {
    title: 'A run cannot join the ensemble',
    expected: 'a finished run with its model kept, on the same clips, genres and split',
    next: 'Leave that run out, or train it again on the split and seed that are chosen.',
  },
  'ensemble-member-missing': {
    title: 'The model of a member is gone',
    expected: 'the kept model of each run in the ensemble, until it has finished',
    next: 'Leave that run out, or train it again; undo its deletion if that is still offered.',
  },
  'ensemble-member-not-refittable': {
    title: 'A member cannot be trained again for stacking',
    expected:
      'members that learned from chance, so that each can be trained anew without some of its clips',
    next: 'Choose the soft vote, which asks members as they are, or leave that run out.',
  },
  'ensemble-several-networks': {
    title: 'The members hear with different pretrained networks',
    expected: 'at most one pretrained network to listen to a recording with',
    next: 'Ask the members one by one, or make an ensemble whose members share one network.',
  },
  'ensemble-not-cross-validated': {
    title: 'An ensemble cannot be cross-validated',
    expected: 'one split, which its members were trained on',
    next: 'Choose to examine on one split.',
  },
} as const;
