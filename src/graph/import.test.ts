import { describe, expect, it } from 'vitest';
import {
  addInput,
  addConstant,
  addOutput,
  createGraph,
  emit,
  emitOne,
  importModel,
  parseModel,
  serialise,
  tensor,
  toModel,
  type OnnxModel,
  type OnnxNode,
  type Tensor,
} from './index.js';
import { runOnnx } from './testing/run.js';

function inner(): OnnxModel {
  const graph = createGraph();
  const x = addInput(graph, 'x', 'float32', ['N', 2]);
  const w = addConstant(graph, tensor('float32', [2, 2], [1, -1, 2, 0]), 'w');
  const hidden = emit(graph, 'MatMul', [x, w], {}, { names: ['hidden'] })[0]!;
  addOutput(graph, emitOne(graph, 'Relu', [hidden]), 'y');
  addOutput(graph, emitOne(graph, 'Neg', [x]), 'minus');
  return parseModel(serialise(graph));
}

/** A model of one node, written for another operator set. */
function foreign(
  opset: number,
  node: Partial<OnnxNode>,
  initializers: Record<string, Tensor> = {},
): OnnxModel {
  const graph = createGraph();
  addOutput(graph, emitOne(graph, 'Identity', [addInput(graph, 'x', 'float32', [1, 1, 2, 3])]), 'y');
  const model = toModel(graph);
  model.opset = opset;
  model.nodes = [
    { name: '', opType: '', domain: '', inputs: ['x'], outputs: ['y'], attributes: {}, ...node },
  ];
  model.initializers = new Map(Object.entries(initializers));
  return model;
}

async function runForeign(model: OnnxModel): Promise<Tensor> {
  const graph = createGraph();
  const x = addInput(graph, 'x', 'float32', [1, 1, 2, 3]);
  addOutput(graph, importModel(graph, model, { inputs: { x }, prefix: 'm/' })['y']!, 'y');
  const feeds = { x: tensor('float32', [1, 1, 2, 3], [1, 2, 3, 4, 5, 6]) };
  return (await runOnnx(serialise(graph), feeds))['y']!;
}

describe('importModel', () => {
  it('inlines a model twice under two prefixes', async () => {
    const graph = createGraph();
    const x = addInput(graph, 'in', 'float32', [1, 2]);
    const first = importModel(graph, inner(), { inputs: { x }, outputs: ['y'], prefix: 'a/' })['y']!;
    const second = importModel(graph, inner(), { inputs: { x: first }, outputs: ['y'], prefix: 'b/' })['y']!;
    addOutput(graph, second, 'out');
    const bytes = serialise(graph);
    const out = await runOnnx(bytes, { in: tensor('float32', [1, 2], [3, 1]) });
    expect([...out['out']!.data]).toEqual([5, 0]); // [3,1] -> [5,-3] -> [5,0] -> [5,-5] -> [5,0]
    const kept = parseModel(bytes);
    expect(kept.nodes.map((node) => node.opType)).toEqual(['MatMul', 'Relu', 'MatMul', 'Relu']);
    expect([...kept.initializers.keys()]).toEqual(['a/w', 'b/w']);
  });

  it('cuts a model at an inner value', () => {
    const graph = createGraph();
    const hidden = addInput(graph, 'h', 'float32', ['N', 2]);
    const out = importModel(graph, inner(), { inputs: { hidden }, outputs: ['y'], prefix: '' });
    expect(out['y']!.shape).toEqual(['N', 2]);
    expect(graph.nodes.map((node) => node.opType)).toEqual(['Relu']);
  });

  it('says which input or output is wrong', () => {
    const graph = createGraph();
    const x = addInput(graph, 'x', 'float32', ['N', 3]);
    const model = inner();
    expect(() => importModel(graph, model, { inputs: {}, prefix: 'a/' })).toThrow(
      /input "x" was given no value/,
    );
    expect(() => importModel(graph, model, { inputs: { x }, prefix: 'b/' })).toThrow(
      /float32\[N, 2\], but "x" is float32\[N, 3\]/,
    );
    expect(() => importModel(graph, model, { inputs: {}, outputs: ['z'], prefix: 'c/' })).toThrow(
      /no value "z"/,
    );
  });

  it('refuses control flow, odd operators, operators unknown, and cycles', () => {
    const attempt = (model: OnnxModel) => () =>
      importModel(createGraphWith(), model, { inputs: {}, prefix: '' });
    const createGraphWith = () => {
      const graph = createGraph();
      return graph;
    };
    const constant = { x: tensor('float32', [1], [1]) };
    const body = { then_branch: { kind: 'graph' as const, value: new Uint8Array(0) } };
    expect(attempt(foreign(17, { opType: 'If', attributes: body }, constant))).toThrow(/control flow/);
    expect(attempt(foreign(17, { opType: 'constructor', domain: '' }, constant))).not.toThrow(TypeError);
    expect(attempt(foreign(17, { opType: 'Relu', inputs: ['y'] }, constant))).toThrow(
      /before anything makes it/,
    );
    expect(attempt(foreign(5, { opType: 'Relu' }, constant))).toThrow(/operator set 5/);
  });

  it('reads nodes of older and newer operator sets', async () => {
    const float = (value: number) => ({ kind: 'float' as const, value });
    const integers = (...value: number[]) => ({ kind: 'ints' as const, value });
    const int64 = (...values: number[]) => tensor('int64', [values.length], values);
    const clip = await runForeign(
      foreign(7, { opType: 'Clip', attributes: { min: float(2), max: float(4) } }),
    );
    expect([...clip.data]).toEqual([2, 2, 3, 4, 4, 4]);
    const pad = await runForeign(
      foreign(
        18,
        { opType: 'Pad', inputs: ['x', 'pads', '', 'axes'] },
        { pads: int64(1, 0), axes: int64(3) },
      ),
    );
    expect(pad.dims).toEqual([1, 1, 2, 4]);
    const old = await runForeign(
      foreign(9, {
        opType: 'Slice',
        attributes: { starts: integers(1), ends: integers(3), axes: integers(3) },
      }),
    );
    expect([...old.data]).toEqual([2, 3, 5, 6]);
    const mean = await runForeign(
      foreign(18, { opType: 'ReduceMean', inputs: ['x', 'axes'] }, { axes: int64(2, 3) }),
    );
    expect([...mean.data]).toEqual([3.5]);
    const twice = await runForeign(
      foreign(
        9,
        {
          opType: 'Upsample',
          inputs: ['x', 's'],
        },
        { s: tensor('float32', [4], [1, 1, 1, 2]) },
      ),
    );
    expect([...twice.data]).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]);
    const squeezed = await runForeign(
      foreign(11, { opType: 'Squeeze', attributes: { axes: integers(0, 1) } }),
    );
    expect(squeezed.dims).toEqual([2, 3]);
    const dropped = await runForeign(foreign(7, { opType: 'Dropout', attributes: { ratio: float(0.5) } }));
    expect([...dropped.data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('sees through the flattening that exporters write', () => {
    const graph = createGraph();
    const x = addInput(graph, 'x', 'float32', ['N', 8, 2, 3]);
    const index = addConstant(graph, tensor('int64', [], [0]));
    const axes = addConstant(graph, tensor('int64', [1], [0]));
    const batch = emitOne(graph, 'Unsqueeze', [
      emitOne(graph, 'Gather', [emitOne(graph, 'Shape', [x]), index]),
      axes,
    ]);
    const rest = addConstant(graph, tensor('int64', [1], [-1]));
    const shape = emitOne(graph, 'Concat', [batch, rest], { axis: 0 });
    expect(emitOne(graph, 'Reshape', [x, shape]).shape).toEqual(['N', 48]);
  });
});
