// The part of the catalogue that is about trainings that were interrupted, and about what is left of them.

export const INTERRUPTION_ERRORS = {
  'training-diverged': {
    title: 'Training diverged',
    expected: 'a finite loss',
    next: 'Lower the learning rate. The best model so far is kept.',
  },
  'run-not-resumable': {
    title: 'The run cannot be resumed',
    expected: 'a checkpoint of the run, and its dataset as it was when the run began',
    next: 'Bring that dataset back, or start a new run.',
  },
  'device-lost-twice': {
    title: 'The device was lost twice',
    expected: 'a device that stays there while it trains',
    next: 'Reload and resume: everything is kept, and training goes on by itself. Fewer open tabs and programs that draw make it less likely to happen again.',
  },
  'backend-changed': {
    title: 'Training goes on with something else than it began with',
    expected: 'the device that the run began on',
    next: 'Nothing to do: nothing is lost, only the pace is another, and the result may differ in its last digits.',
  },
  'run-in-another-tab': {
    title: 'Another tab is training this run',
    expected: 'a run that no other tab is working on',
    next: 'Go on in that tab. Once it stops there or is closed, the run can be resumed here.',
  },
  'model-unsaved': {
    title: 'The model could not be saved',
    expected: 'room for a model',
    next: 'It can be used and exported as long as this page stays open. Delete old runs or free disk space, then save it again.',
  },
  'features-damaged': {
    title: 'The measurements of a clip hold something that is no number',
    expected: 'numbers only',
    next: 'Drop the clip again, so that it is measured anew, or set it aside; then resume.',
  },
} as const;
