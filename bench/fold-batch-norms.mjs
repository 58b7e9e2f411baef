// What folding batch norms into convolutions buys in inference: time of a batch, time to load, bytes and the largest
// difference of the features, for Assay's own networks with made-up weights and statistics.
//   npm run build && node bench/fold-batch-norms.mjs [--threads 1] [--size 96] [--runs 9]
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { addInput, buildInference, createGraph, createNetwork, foldBatchNorms } from '../dist/graph/index.js';
import { tensor, toModel, writeModel } from '../dist/graph/index.js';
import { ARCHITECTURES } from '../dist/model/architectures/index.js';
import { createRandom } from '../dist/random.js';
import { createSession } from '../dist/runtime/index.js';

const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: '1' },
    size: { type: 'string', default: '96' },
    runs: { type: 'string', default: '9' },
  },
});
const [threads, size, runs] = [values.threads, values.size, values.runs].map(Number);
const BATCH = 32;
const shape = [BATCH, 3, size, size];

console.log(
  `${size} px, batch ${BATCH}, ${threads} threads of ${availableParallelism()} cores, Node ${process.version}\n`,
);
console.log('| network | norms | images/s, median | load, ms | file, kB | difference of features, at most |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const [name, { build }] of Object.entries(ARCHITECTURES)) {
  const given = unfolded(build);
  const pair = [];
  for (const [norms, model] of [
    ['as trained', given],
    ['folded', foldBatchNorms(given)],
  ]) {
    pair.push({ norms, ...(await open(writeModel(model))), times: [] });
  }
  // In turn, so that what else the machine does falls on both alike.
  for (let run = -1; run < runs; run++) {
    for (const one of pair) {
      const started = performance.now();
      one.features = (await one.session.run({ pixels: pictures() })).features.data;
      if (run >= 0) one.times.push(performance.now() - started);
    }
  }
  const wanted = pair[0].features;
  const scale = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (const { norms, times, load, bytes, features, session } of pair) {
    const rate = (1000 * BATCH) / times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
    const off = features.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i])), 0) / scale;
    console.log(
      `| ${name} | ${norms} | ${rate.toFixed(0)} | ${load.toFixed(0)} | ${(bytes / 1000).toFixed(0)} | ${off.toExponential(1)} |`,
    );
    await session.release();
  }
}

/** The inference graph of an architecture with drawn weights, its norms as training leaves them. */
function unfolded(build) {
  const net = createNetwork(createGraph(), { mode: 'train' });
  build(net, addInput(net.graph, 'pixels', 'float32', shape));
  const random = createRandom(1);
  const parameters = {};
  for (const { name, shape: dims, initialise } of [...net.parameters, ...net.statistics]) {
    const drawn = initialise(dims, random);
    const isNorm = dims.length === 1;
    parameters[name] = tensor('float32', dims, isNorm ? drawn.map((v) => v + random.next() / 2) : drawn);
  }
  return toModel(
    buildInference({
      inputs: { pixels: { type: 'float32', shape } },
      network: (inference, { pixels }) => ({ features: build(inference, pixels) }),
      parameters,
    }),
  );
}

async function open(bytes) {
  const started = performance.now();
  const session = await createSession(bytes, { threads });
  return { session, bytes: bytes.length, load: performance.now() - started };
}

function pictures() {
  const random = createRandom(2);
  return tensor(
    'float32',
    shape,
    Float32Array.from({ length: BATCH * 3 * size * size }, () => random.next()),
  );
}
