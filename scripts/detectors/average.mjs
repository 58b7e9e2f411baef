// Averages the last weights of runs of one network (Wortsman et al., Model soups, 2022).
//
//   node scripts/detectors/average.mjs OUT RUN RUN [RUN ...]
//
// OUT/last holds the averages: start a run with `--from OUT`. Averaged statistics of batch norms are of no use; a run from
// pixels measures its own after each epoch, so one epoch at a rate of 1e-9 gives the detector of the averaged weights.
import { existsSync } from 'node:fs';
import { stateFromBytes, stateToBytes } from '../../dist/runtime/index.js';
import { checkpointPath, readCheckpoint, writeCheckpoint } from '../../dist/train/checkpoint.js';

const [out, ...runs] = process.argv.slice(2);
if (runs.length < 2)
  refuse('E_ARGUMENT: Expected a folder to write and two runs or more: average.mjs OUT RUN RUN');
if (existsSync(checkpointPath(out))) refuse(`E_RUN_EXISTS: ${out} holds a checkpoint. Name another folder.`);

const checkpoints = await Promise.all(runs.map(readCheckpoint));
const missing = checkpoints.indexOf(null);
if (missing >= 0)
  refuse(`E_RUN_NOT_FOUND: ${runs[missing]} holds no checkpoint; expected the folder of a run.`);
const [state, ...others] = checkpoints.map(({ learner }) => stateFromBytes(learner));
for (const [name, { data }] of Object.entries(state.tensors)) {
  if (!(data instanceof Float32Array)) continue;
  for (const other of others) {
    const values = other.tensors[name]?.data;
    if (values?.length !== data.length)
      refuse(`E_ARGUMENT: The runs differ in ${name}; expected one network.`);
    values.forEach((value, i) => (data[i] += value));
  }
  data.forEach((sum, i) => (data[i] = sum / runs.length));
}
await writeCheckpoint(out, { ...checkpoints[0], learner: stateToBytes(state) });

function refuse(message) {
  console.error(message);
  process.exit(2);
}
