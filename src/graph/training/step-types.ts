import type { Random } from '../../random.js';
import type { LayerRecord } from '../network/network.js';
import type { Target } from '../graph.js';
import type { DataType, Dim } from '../types.js';

/** An input or output of a step. */
export interface StepValue {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly Dim[];
}

/** A tensor that the step carries from one run to the next. */
export interface StateTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** A parameter, a running statistic, a tensor of the optimiser, or the running average of a parameter. */
  readonly role: 'parameter' | 'statistic' | 'slot' | 'average';
  readonly trainable: boolean;
  /** The graph output that holds its next value; null for what the step leaves as it is. */
  readonly output: string | null;
  /** Another tensor whose first values it shares, or null: then `initialise` gives them. */
  readonly startsAs: string | null;
  readonly initialise: (random: Random) => Float32Array;
}

/** A random mask to be drawn for each run. */
export interface StepMask {
  readonly name: string;
  readonly shape: readonly Dim[];
  readonly keepRate: number;
}

/** A sum of gradients over several small batches: an input `name` and an output `output` of the graphs. */
export interface Accumulator {
  readonly name: string;
  readonly shape: readonly number[];
  readonly output: string;
}

/**
 * A whole training step (forward, loss, backward, update) as one ONNX graph. Beside `inputs` the graph
 * takes every state tensor and mask by name, `learningRate` (float32 scalar) and `step` (float64 scalar,
 * from 1); beside `outputs` it gives `loss`, `gradientNorm` and the next value of every state tensor.
 */
export interface TrainingStep {
  readonly bytes: Uint8Array;
  /**
   * About the bytes of memory that a run needs beside the engine itself (see `peakBytes`), where every extent is
   * known while building.
   */
  readonly peakBytes: number | undefined;
  readonly inputs: readonly StepValue[];
  readonly outputs: readonly StepValue[];
  readonly masks: readonly StepMask[];
  readonly state: readonly StateTensor[];
  readonly layers: readonly LayerRecord[];
  /**
   * For gradients summed over several batches before one update: a second graph that only adds to the
   * accumulators. The first then takes them as well, and `share`, the number by which the sum is multiplied.
   */
  readonly accumulation: { readonly bytes: Uint8Array; readonly accumulators: readonly Accumulator[] } | null;
  /**
   * The same step written for one kind of engine: faster there, and of no use elsewhere. `createTrainer` asks for it
   * by itself.
   */
  readonly writtenFor: (target: Target) => TrainingStep;
}
