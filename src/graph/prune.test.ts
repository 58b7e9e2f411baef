import { expect, it } from 'vitest';
import {
  addConstant,
  addInput,
  addOutput,
  createGraph,
  emitOne,
  pruneModel,
  tensor,
  toModel,
} from './index.js';

it('keeps what an inner value needs and no more', () => {
  const graph = createGraph();
  const x = addInput(graph, 'x', 'float32', [2]);
  const early = addConstant(graph, tensor('float32', [2], [1, 2]), 'early');
  const late = addConstant(graph, tensor('float32', [2], [3, 4]), 'late');
  const inner = emitOne(graph, 'Mul', [x, early]);
  addOutput(graph, emitOne(graph, 'Add', [inner, late]), 'y');
  const pruned = pruneModel(toModel(graph), inner.name);
  expect(pruned.nodes.map(({ opType }) => opType)).toEqual(['Mul']);
  expect([...pruned.initializers.keys()]).toEqual(['early']);
  expect(pruned.outputs.map(({ name }) => name)).toEqual([inner.name]);
  expect(() => pruneModel(toModel(graph), 'none')).toThrow(/no value "none"/);
});
