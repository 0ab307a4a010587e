// The part of the catalogue that is about searches for settings.

export const SWEEP_ERRORS = {
  'sweep-without-validation': {
    title: 'There is nothing to judge settings by',
    expected: 'one split with validation clips, apart from those of the final score',
    next: 'Choose “One split” as the examination, and a split with validation clips.',
  },
  'sweep-nothing-varies': {
    title: 'No setting varies',
    expected: 'at least one setting to vary',
    next: 'Tick a setting that the search may vary.',
  },
  'sweep-range-invalid': {
    title: 'A range cannot be searched',
    expected: 'a range from a lower to a higher value, both allowed',
    next: 'Correct the range; what is wrong is said beside it.',
  },
  'sweep-from-a-run': {
    title: 'A search begins from chance',
    expected: 'runs that do not start from an earlier one',
    next: 'Choose to start from chance and search; then train from the earlier run with what was found.',
  },
  'sweep-cut-short': {
    title: 'The search was stopped',
    expected: 'settings that can be trained',
    next: 'See what the runs say on Compare, then go on with the search or start another.',
  },
} as const;
