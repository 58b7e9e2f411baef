// Lists a corpus's pictures that a plan names, as they are: for `assay calibrate OUT/pictures.csv --allow-outside`.
//
//   node scripts/detectors/list.mjs PLAN.json CORPUS OUT [--only-faces] [--seed 1]
//
// --only-faces leaves out those that models/content.onnx would not give to the detector of faces.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openFileTest } from '../../bench/accuracy/file-test.mjs';
import { makeOfPlan } from './plan.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    'only-faces': { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
});
const [planFile, corpus, out] = positionals;
if (out === undefined) {
  console.error(
    'E_ARGUMENT: Expected a plan, a corpus and a folder to write to: list.mjs PLAN.json CORPUS OUT',
  );
  process.exit(2);
}
const content = fileURLToPath(new URL('../../models/content.onnx', import.meta.url));
const faces = values['only-faces'] ? await openFileTest(content) : null;
const make = async ({ path }) =>
  faces && (await faces.probability(path)) < faces.faceAtLeast ? [] : [resolve(path)];
await makeOfPlan({ planFile, corpus, out, table: 'pictures.csv', seed: Number(values.seed), make });
await faces?.close();
