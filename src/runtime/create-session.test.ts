import { describe, expect, it } from 'vitest';
import {
  addConstant,
  addInput,
  addOutput,
  createGraph,
  emitOne,
  serialise,
  tensor,
  type DataType,
} from '../graph/index.js';
import { createSession } from './create-session.js';

function model(type: DataType = 'float32'): Uint8Array {
  const graph = createGraph();
  const x = addInput(graph, 'x', type, ['N', 2]);
  const one = addConstant(graph, tensor(type, [2], [1, 2]));
  addOutput(
    graph,
    emitOne(graph, type === 'float16' ? 'Identity' : 'Add', type === 'float16' ? [x] : [x, one]),
    'y',
  );
  addOutput(graph, emitOne(graph, 'Shape', [x]), 'shape');
  return serialise(graph);
}

describe('createSession', () => {
  it('says what a model takes and gives', async () => {
    const session = await createSession(model(), { threads: 1 });
    expect(session.inputs).toEqual([{ name: 'x', type: 'float32', shape: ['N', 2] }]);
    expect(session.outputs.map((output) => [output.name, output.type])).toEqual([
      ['y', 'float32'],
      ['shape', 'int64'],
    ]);
    await session.release();
  });

  it('runs for all, some, or preallocated outputs', async () => {
    const session = await createSession(model(), { threads: 1 });
    const x = tensor('float32', [2, 2], [1, 2, 3, 4]);
    const all = await session.run({ x });
    expect([...all['y']!.data]).toEqual([2, 4, 4, 6]);
    expect(all['shape']!.data).toEqual(BigInt64Array.of(2n, 2n));
    expect(Object.keys(await session.run({ x }, ['shape']))).toEqual(['shape']);
    const room = tensor('float32', [2, 2], [0, 0, 0, 0]);
    await session.run({ x }, { y: room });
    expect([...room.data]).toEqual([2, 4, 4, 6]);
    await session.release();
  });

  it('carries every type', async () => {
    for (const type of ['float64', 'int64', 'int32', 'float16'] as const) {
      const session = await createSession(model(type), { threads: 1 });
      const { y } = await session.run({ x: tensor(type, [1, 2], [5, 6]) });
      expect(y!.type).toBe(type);
      expect([...y!.data].map(Number)).toEqual(type === 'float16' ? [5, 6] : [6, 8]);
    }
  });

  it('says what is wrong with a feed, a model or an option', async () => {
    const session = await createSession(model(), { threads: 1 });
    const x = tensor('float32', [1, 3], [1, 2, 3]);
    await expect(session.run({ x })).rejects.toMatchObject({
      code: 'E_RUNTIME_INPUT',
      message: expect.stringContaining('takes float32[N, 2] and was given float32[1, 3]'),
    });
    await expect(session.run({})).rejects.toThrow(/was given nothing/);
    const y = tensor('float32', [1, 2], [1, 2]);
    await expect(session.run({ x: y, z: y })).rejects.toThrow(/no input "z"/);
    await expect(createSession(new Uint8Array(8))).rejects.toMatchObject({ code: 'E_RUNTIME_MODEL' });
    await expect(createSession(model(), { threads: 0 })).rejects.toMatchObject({ code: 'E_ARGUMENT' });
  });
});
