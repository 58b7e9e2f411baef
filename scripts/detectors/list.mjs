// Lists a corpus's pictures that a plan names, as they are: for `assay calibrate OUT/pictures.csv --allow-outside`.
//
//   node scripts/detectors/list.mjs PLAN.json CORPUS OUT [--seed 1]
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeOfPlan } from './plan.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' } },
});
const [planFile, corpus, out] = positionals;
const make = ({ path }) => [resolve(path)];
await makeOfPlan({ planFile, corpus, out, table: 'pictures.csv', seed: Number(values.seed), make });
