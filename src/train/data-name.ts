import { basename, resolve } from 'node:path';
import type { TrainConfig } from './config.js';

/** A short name for a data set: its folder's, or its CSV's. */
export function dataName(config: Pick<TrainConfig, 'data'>): string {
  const data = config.data;
  if ('root' in data) return basename(resolve(data.root));
  if ('csv' in data) return basename(data.csv).replace(/\.[^.]*$/, '');
  return basename(resolve(data.fake));
}
