// What can go wrong with a model: one that is kept here, or a file of one from elsewhere; entries of the catalogue in
// `errors.ts`.

export const MODEL_ERRORS = {
  'model-incompatible': {
    title: 'The model does not fit',
    expected: 'a model made by this version of Earmark, for these features',
    next: 'Train it again.',
  },
  'model-not-explainable': {
    title: 'This model cannot be explained that way',
    expected: 'a model that learned from measurements; for single clips, one with boosted trees',
    next: 'Choose a run of the quick baseline.',
  },
  'model-without-cover': {
    title: 'The model cannot be explained',
    expected: 'trees that say how many training clips came by each question (their cover)',
    next: 'Train it again with this version, or save it from Python with its statistics.',
  },
  'model-file-not-json': {
    title: 'This file is not a model saved as JSON',
    expected: 'an XGBoost model in its JSON format (not UBJSON, not a pickle)',
    next: 'Choose the file that booster.save_model("model.json") writes in Python. A recording belongs under “Choose a recording”, music and tables on the Data stage.',
  },
  'model-file-invalid': {
    title: 'The model file could not be read',
    expected: 'a whole XGBoost model as XGBoost writes it in its JSON format',
    next: 'Save it again in Python: booster.save_model("model.json").',
  },
  'model-file-unsupported': {
    title: 'A model of this kind cannot be used here',
    expected:
      'a gbtree model for multi:softprob, multi:softmax, binary:logistic or binary:logitraw, without categorical splits',
    next: 'Train it again in Python with XGBClassifier, or with objective="multi:softprob" (one genre of several) or "binary:logistic" (yes or no), booster="gbtree" and enable_categorical=False.',
  },
  'model-file-too-large': {
    title: 'The model file is too large',
    expected: 'at most 100 MB',
    next: 'Train it with fewer rounds or shallower trees.',
  },
  'model-features-unknown': {
    title: 'The model asks for features that cannot be measured here',
    expected: 'a model trained on exactly the columns of one of the sets of measurements',
    next: 'Train it on one of these sets, with their column names as feature names.',
  },
  'model-features-unnamed': {
    title: 'The model does not say which measurements it asks for',
    expected: 'a file with feature names: the column names of one of the sets of measurements',
    next: 'Name them in Python, in the order of the columns, and save again: booster.feature_names = [...], of an XGBClassifier model.get_booster().feature_names = [...]. Or train with names: xgboost.DMatrix(X, y, feature_names=[...]), or fit on a DataFrame instead of its .values.',
  },
} as const;
