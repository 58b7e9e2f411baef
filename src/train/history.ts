import type { EpochFigures } from './monitor.js';

/** One row of `history.csv`; `epoch` counts from 0, `learningRate` is that of its middle, `seconds` is wall time. */
export interface EpochRecord extends EpochFigures {
  epoch: number;
  learningRate: number;
  seconds: number;
  /** Share of that in which the engine waited for pictures, 0..1, where they are made as they are needed. */
  waited?: number;
}

/** Share of all epochs' time in which the engine waited for pictures, 0..1; null where none says. */
export function waitedShare(history: readonly Pick<EpochRecord, 'seconds' | 'waited'>[]): number | null {
  const told = history.filter(({ waited }) => waited !== undefined);
  const seconds = told.reduce((sum, record) => sum + record.seconds, 0);
  if (seconds === 0) return null;
  return told.reduce((sum, record) => sum + record.seconds * record.waited!, 0) / seconds;
}
