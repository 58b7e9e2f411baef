import { neededNodes } from './import.js';
import type { OnnxModel } from './model.js';

/**
 * The model as far as the value `output` (an inner one too), which becomes its only output; nodes and weights that
 * it does not need are left out. Throws E_GRAPH_INVALID where the model has no such value.
 */
export function pruneModel(model: OnnxModel, output: string): OnnxModel {
  const nodes = neededNodes(model, new Set(), [output]);
  const read = new Set(nodes.flatMap((node) => node.inputs));
  const made = new Set(nodes.flatMap((node) => node.outputs));
  const declared = model.outputs.find(({ name }) => name === output) ?? model.valueInfo.get(output);
  return {
    ...model,
    nodes,
    initializers: new Map([...model.initializers].filter(([name]) => read.has(name) || name === output)),
    outputs: [declared ?? { name: output, type: undefined, shape: undefined }],
    valueInfo: new Map([...model.valueInfo].filter(([name]) => made.has(name) && name !== output)),
  };
}
