import type { EpochFigures } from './monitor.js';

/** One row of `history.csv`; `epoch` counts from 0, `learningRate` is that of its middle, `seconds` is wall time. */
export interface EpochRecord extends EpochFigures {
  epoch: number;
  learningRate: number;
  seconds: number;
}
