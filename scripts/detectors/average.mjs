// Averages the last weights of runs of one network (Wortsman et al., Model soups, 2022).
//
//   node scripts/detectors/average.mjs OUT RUN RUN|DETECTOR.onnx [...]
//
// OUT/last holds the averages: start a run with `--from OUT`. Averaged statistics of batch norms are of no use; a run from
// pixels measures its own after each epoch, so one epoch at a rate of 1e-9 gives the detector of the averaged weights.
import { existsSync } from 'node:fs';
import { stateFromBytes, stateToBytes } from '../../dist/runtime/index.js';
import { checkpointPath, readCheckpoint, writeCheckpoint } from '../../dist/train/checkpoint.js';
import { lastWeights, weightNames } from '../../dist/train/last-weights.js';

const [out, ...runs] = process.argv.slice(2);
if (runs.length < 2)
  refuse('E_ARGUMENT: Expected a folder to write, a run and others or detectors: average.mjs OUT RUN RUN');
if (existsSync(checkpointPath(out))) refuse(`E_RUN_EXISTS: ${out} holds a checkpoint. Name another folder.`);

const [first, ...others] = runs;
const checkpoint = await readCheckpoint(first);
if (!checkpoint) refuse(`E_RUN_NOT_FOUND: ${first} holds no checkpoint; expected the folder of a run.`);
const state = stateFromBytes(checkpoint.learner);
const tensors = await Promise.all(others.map(async (other) => (await lastWeights(other)).tensors));
// What an optimiser keeps stays the first run's: one that starts from the averages starts it afresh.
for (const name of weightNames(state.tensors)) {
  const { data } = state.tensors[name];
  if (!(data instanceof Float32Array)) continue;
  for (const other of tensors) {
    const values = other[name]?.data;
    if (values?.length !== data.length)
      refuse(`E_ARGUMENT: The runs differ in ${name}; expected one network.`);
    values.forEach((value, i) => (data[i] += value));
  }
  data.forEach((sum, i) => (data[i] = sum / runs.length));
}
await writeCheckpoint(out, { ...checkpoint, learner: stateToBytes(state) });

function refuse(message) {
  console.error(message);
  process.exit(2);
}
