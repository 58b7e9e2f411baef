// The README's first command: gather pictures, train the recipe on them, judge pictures it has not seen.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { gatherDemoData } from './demo-data.mjs';

const data = 'demo-data';
const run = 'runs/demo';

const counts = await gatherDemoData(data);
console.log(
  `Gathered ${counts.train} labelled crops in ${data}/train and ${counts.new} unseen ones in ${data}/new.`,
);
console.log(
  '"fake" here means: the same crop, shrunk and enlarged again as a generator enlarges its latent image.\n',
);

if (existsSync(run)) rmSync(run, { recursive: true });
// Crops of one photograph are alike and overlap: all of a photograph's go to one side of the split.
assay('train', `${data}/train`, '--out', run, '--group-by', '/(.+)-[0-9]+');
assay('predict', `${run}/best.onnx`, `${data}/new`);

console.log(`
Open ${run}/report.html to see the curves, the grids and what was measured.

With your own pictures, put them into two folders, real and fake, and run:

  npx assay train PATH/TO/FOLDER
  npx assay predict runs/NAME/best.onnx PICTURE...
`);

function assay(...argv) {
  console.log(`$ assay ${argv.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, ['dist/cli/main.js', ...argv], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  console.log();
}
