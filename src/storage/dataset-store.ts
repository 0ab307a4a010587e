// The datasets a visitor has, a row each.

import type { Dataset } from '../core/dataset-types';
import { datasetSchema, parser } from './schemas';
import { Store } from './store';

export const datasetStore = new Store<Dataset>({ name: 'datasets', parse: parser(datasetSchema) });
