import type { Graph } from '../graph.js';
import type { Value } from '../types.js';

/** What all parameters share in one update. */
export interface UpdateStep {
  readonly graph: Graph;
  /** float32 scalar. */
  readonly learningRate: Value;
  /** float64 scalar: the number of this step, from 1. */
  readonly step: Value;
}

/** One parameter about to be updated. */
export interface ParameterUpdate {
  readonly parameter: Value;
  readonly gradient: Value;
  /** The optimiser's own tensors of this parameter, as the last step left them. */
  readonly slots: readonly Value[];
  /** Multiplies the learning rate for this parameter. */
  readonly rate: number;
  /** Whether weight decay, where the optimiser has it, applies. */
  readonly decay: boolean;
}

/** An optimiser: emits the nodes that take a parameter and its gradient to the parameter's next value. */
export interface Optimiser {
  readonly name: string;
  /** Names of the tensors kept for each parameter; they have its shape and start at 0. */
  readonly slots: readonly string[];
  begin(step: UpdateStep): (update: ParameterUpdate) => { next: Value; slots: Value[] };
}
