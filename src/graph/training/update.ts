import { emitOne } from '../emit.js';
import { addInput, addOutput, sharedConstant, type Graph } from '../graph.js';
import type { Parameter, Statistic } from '../network/network.js';
import { add, cast, div, mul, sub } from '../ops.js';
import type { Optimiser, UpdateStep } from '../optimisers/optimiser.js';
import { scalar, sizeOf, type Value } from '../types.js';
import type { StateTensor } from './step-types.js';

/** How parameters are updated beyond the optimiser itself. */
export interface UpdateOptions {
  optimiser: Optimiser;
  /**
   * Multiplies the learning rate of a parameter: discriminative rates. Parameters with 0 stay as they are.
   */
  rate?: (name: string) => number;
  /** Whether weight decay applies to a parameter; by default to those of two dimensions or more (kernels). */
  decay?: (name: string, shape: readonly number[]) => boolean;
  /**
   * Keeps a running average of every trained parameter beside it: a += (1 - d)(w - a), where d is `decay`
   * but at most (1 + t)/(10 + t) at step t, as TensorFlow warms it up.
   */
  average?: { decay: number };
}

/** Applies the optimiser to every trained parameter and declares the state that this needs. */
export function updateParameters(
  step: UpdateStep,
  parameters: readonly Parameter[],
  gradients: readonly Value[],
  options: UpdateOptions,
): StateTensor[] {
  const { graph } = step;
  const { optimiser, rate = () => 1, decay = (_, shape) => shape.length >= 2, average } = options;
  const apply = optimiser.begin(step);
  const share = average ? averageShare(step, average.decay) : null;
  return parameters.flatMap((parameter, i) => {
    const { name, shape } = parameter;
    const slots = optimiser.slots.map((slot) =>
      addInput(graph, `${name}/${optimiser.name}_${slot}`, 'float32', shape),
    );
    const result = apply({
      parameter: parameter.value,
      gradient: gradients[i]!,
      slots,
      rate: rate(name),
      decay: decay(name, shape),
    });
    const state: StateTensor[] = [
      { ...stateOf(parameter), trainable: true, output: nextOutput(graph, name, result.next) },
      ...slots.map((slot, s): StateTensor => ({
        name: slot.name,
        shape,
        role: 'slot',
        trainable: false,
        output: nextOutput(graph, slot.name, result.slots[s]!),
        startsAs: null,
        initialise: constantOf(shape, 0),
      })),
    ];
    if (share) state.push(averaged(graph, parameter, result.next, share));
    return state;
  });
}

function averageShare({ graph, step }: UpdateStep, decay: number): Value {
  const warm = div(graph, add(graph, step, 1), add(graph, step, 10));
  const kept = emitOne(graph, 'Min', [warm, sharedConstant(graph, scalar(decay, 'float64'))]);
  return cast(graph, sub(graph, 1, kept), 'float32');
}

function averaged(graph: Graph, parameter: Parameter, next: Value, share: Value): StateTensor {
  const { shape } = parameter;
  const old = addInput(graph, `${parameter.name}/average`, 'float32', shape);
  const moved = add(graph, old, mul(graph, sub(graph, next, old), share));
  return {
    name: old.name,
    shape,
    role: 'average',
    trainable: false,
    output: nextOutput(graph, old.name, moved),
    startsAs: parameter.name,
    initialise: constantOf(shape, 0),
  };
}

/** The state of a parameter that the step leaves as it is. */
export function stateOf({ name, shape, initialise }: Parameter): StateTensor {
  return {
    name,
    shape,
    role: 'parameter',
    trainable: false,
    output: null,
    startsAs: null,
    initialise: (random) => initialise(shape, random),
  };
}

/** The state of a running statistic, moved along where its layer says so. */
export function statisticState(graph: Graph, { name, shape, initialise, next }: Statistic): StateTensor {
  return {
    name,
    shape,
    role: 'statistic',
    trainable: false,
    output: next && nextOutput(graph, name, next),
    startsAs: null,
    initialise: (random) => initialise(shape, random),
  };
}

function nextOutput(graph: Graph, name: string, value: Value): string {
  const output = `${name}/next`;
  addOutput(graph, value, output);
  return output;
}

function constantOf(shape: readonly number[], value: number): () => Float32Array {
  return () => new Float32Array(sizeOf(shape)).fill(value);
}
