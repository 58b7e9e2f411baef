import { neededNodes } from './import.js';
import type { OnnxModel, OnnxValueInfo } from './model.js';

/**
 * The model as far as the values `outputs` (inner ones too), which become its only outputs; nodes and weights that
 * they do not need are left out. Throws E_GRAPH_INVALID where the model has no such value.
 */
export function pruneModel(model: OnnxModel, ...outputs: string[]): OnnxModel {
  const nodes = neededNodes(model, new Set(), outputs);
  const read = new Set(nodes.flatMap((node) => node.inputs));
  const made = new Set(nodes.flatMap((node) => node.outputs));
  const declared = (output: string): OnnxValueInfo =>
    model.outputs.find(({ name }) => name === output) ??
    model.valueInfo.get(output) ?? { name: output, type: undefined, shape: undefined };
  return {
    ...model,
    nodes,
    initializers: new Map(
      [...model.initializers].filter(([name]) => read.has(name) || outputs.includes(name)),
    ),
    outputs: outputs.map(declared),
    valueInfo: new Map([...model.valueInfo].filter(([name]) => made.has(name) && !outputs.includes(name))),
  };
}
