import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.js';
import {
  addConstant,
  addInput,
  addOutput,
  createGraph,
  emitOne,
  parseModel,
  readMetadata,
  serialise,
  tensor,
  withMetadata,
  type Graph,
} from './index.js';
import { isAssayError } from '../errors.js';
import { runOnnx } from './testing/run.js';

function small(): Graph {
  const graph = createGraph({ name: 'small' });
  const x = addInput(graph, 'x', 'float32', ['N', 3]);
  const w = addConstant(graph, tensor('float32', [3, 2], [1, 2, 3, 4, 5, 6]), 'w');
  const unused = addConstant(graph, tensor('float32', [1], [9]), 'unused');
  emitOne(graph, 'Add', [x, unused]);
  const y = emitOne(graph, 'LeakyRelu', [emitOne(graph, 'MatMul', [x, w])], { alpha: 1 });
  addOutput(graph, y, 'y');
  addOutput(graph, y, 'again');
  addOutput(graph, w, 'weights');
  return graph;
}

describe('serialise', () => {
  it('writes what onnxruntime runs, outputs by their names', async () => {
    const out = await runOnnx(serialise(small()), { x: tensor('float32', [1, 3], [1, 0, -1]) });
    expect([...out['y']!.data]).toEqual([-4, -4]);
    expect([...out['again']!.data]).toEqual([-4, -4]);
    expect([...out['weights']!.data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('gives the same bytes for the same calls, whatever the order of the metadata', () => {
    expect(serialise(small(), { b: '2', a: '1' })).toEqual(serialise(small(), { a: '1', b: '2' }));
  });

  it('reads back what it wrote and leaves out what no output needs', () => {
    const model = parseModel(serialise(small(), { label: 'réel "<&' }));
    expect(model.opset).toBe(17);
    expect(model.graphName).toBe('small');
    expect(model.nodes.map((node) => node.opType)).toEqual(['MatMul', 'LeakyRelu', 'Identity', 'Identity']);
    expect([...model.initializers.keys()]).toEqual(['w']);
    expect(model.initializers.get('w')).toEqual(tensor('float32', [3, 2], [1, 2, 3, 4, 5, 6]));
    expect(model.inputs).toEqual([{ name: 'x', type: 'float32', shape: ['N', 3] }]);
    expect(model.outputs.map((output) => output.shape)).toEqual([
      ['N', 2],
      ['N', 2],
      [3, 2],
    ]);
    expect(model.nodes[1]!.attributes['alpha']).toEqual({ kind: 'float', value: 1 });
    expect(model.metadata).toEqual({ label: 'réel "<&' });
  });

  it('keeps every element type', () => {
    const graph = createGraph();
    const constants = [
      tensor('float32', [2], [1.5, -2]),
      tensor('float64', [2], [1e-300, -2]),
      tensor('int64', [3], [-1, 2 ** 40, 0]),
      tensor('int32', [], [-7]),
      tensor('uint8', [2], [0, 255]),
      tensor('int8', [2], [-128, 127]),
      tensor('bool', [2], [1, 0]),
      tensor('float16', [1], [0x3c00]),
      tensor('float32', [0, 4], []),
    ];
    constants.forEach((constant, i) => addOutput(graph, addConstant(graph, constant), `out${i}`));
    const back = parseModel(serialise(graph));
    expect([...back.initializers.values()]).toEqual(constants);
  });

  it('changes metadata and nothing else', () => {
    const bytes = serialise(small(), { old: 'x' });
    const changed = withMetadata(bytes, { z: '1', a: '2' });
    expect(readMetadata(changed)).toEqual({ a: '2', z: '1' });
    expect(withMetadata(changed, { old: 'x' })).toEqual(bytes);
  });
});

describe('parseModel', () => {
  it('reads weights wherever they lie in a Buffer', () => {
    const bytes = serialise(small());
    for (let offset = 0; offset < 4; offset++) {
      const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
      expect(parseModel(padded.subarray(offset)), `at ${offset}`).toEqual(parseModel(bytes));
    }
  });

  const bytes = serialise(small(), { label: 'x' });
  const codeOf = (input: Uint8Array): string => {
    try {
      parseModel(input);
      return 'read';
    } catch (error) {
      if (!isAssayError(error)) throw error;
      return error.code;
    }
  };

  it('refuses bytes that are not a model', () => {
    expect(codeOf(new Uint8Array(0))).toBe('E_ONNX_INVALID');
    expect(codeOf(new TextEncoder().encode('<html>not found</html>'))).toBe('E_ONNX_INVALID');
    expect(codeOf(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]))).toBe('E_ONNX_INVALID');
    expect(() => readMetadata(new Uint8Array(9))).toThrow(/Not a readable ONNX model/);
  });

  it('raises nothing but its own errors on any truncation and on thousands of damaged copies', () => {
    for (let length = 0; length < bytes.length; length++) codeOf(bytes.subarray(0, length));
    const random = createRandom(1);
    const codes = new Set<string>();
    for (let round = 0; round < 5000; round++) {
      const copy = bytes.slice();
      for (let edits = 0; edits <= round % 4; edits++) copy[random.int(copy.length)] = random.int(256);
      codes.add(codeOf(copy));
    }
    expect([...codes].sort()).toEqual(['E_ONNX_INVALID', 'E_ONNX_UNSUPPORTED', 'read']);
  });

  it('refuses a tensor that claims more than the file holds without making room for it', () => {
    // ModelProto { graph { initializer { dims: 2^40, data_type: FLOAT, raw_data: 4 bytes } } }
    const initializer = [0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 0x10, 1, 0x4a, 4, 0, 0, 0, 0];
    const graph = [0x2a, initializer.length, ...initializer];
    expect(() => parseModel(Uint8Array.from([0x3a, graph.length, ...graph]))).toThrow(/4 bytes of data/);
  });
});
