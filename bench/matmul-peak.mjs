// The machine's own matrix-product peak on onnxruntime: the best of many 1024³ and 2048³ products, GFLOP/s.
// Prints one JSON line.
//   node bench/matmul-peak.mjs THREADS
import { addInput, addOutput, createGraph, emitOne, serialise, tensor } from '../dist/graph/index.js';
import { createSession } from '../dist/runtime/index.js';

const threads = Number(process.argv[2]);
let peak = 0;
for (const side of [1024, 2048]) {
  const graph = createGraph();
  const inputs = ['a', 'b'].map((name) => addInput(graph, name, 'float32', [side, side]));
  addOutput(graph, emitOne(graph, 'MatMul', inputs), 'c');
  const session = await createSession(serialise(graph), { threads });
  const numbers = tensor('float32', [side, side], new Float32Array(side * side).fill(0.5));
  for (let i = 0; i < 3e10 / side ** 3; i++) {
    const started = performance.now();
    await session.run({ a: numbers, b: numbers });
    peak = Math.max(peak, (2 * side ** 3) / (performance.now() - started) / 1e6);
  }
  await session.release();
}
console.log(JSON.stringify({ peak }));
