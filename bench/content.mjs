// Which built-in detector a picture's content chooses, by generator and source of photographs: the share that the content
// file takes for a face that fills the picture, over the pictures that the built-in detectors are judged on.
//   npm run build && node bench/content.mjs CORPUS [--content models/content.onnx] [--lists general,faces] [--cap 100] [--seed 1]
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readHoldout, samplesOf } from './accuracy/corpus.mjs';
import { openFileTest } from './accuracy/file-test.mjs';

const models = fileURLToPath(new URL('../models/', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    content: { type: 'string', default: join(models, 'content.onnx') },
    lists: { type: 'string', default: 'general,faces' },
    cap: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
  },
});
const [corpus] = positionals;
if (corpus === undefined) {
  console.error('E_ARGUMENT: Name the folder of the corpus: node bench/content.mjs CORPUS');
  process.exit(2);
}
const faceTest = await openFileTest(values.content);
const { faceAtLeast } = faceTest;
const [cap, seed] = [Number(values.cap), Number(values.seed)];

const lines = [];
for (const list of values.lists.split(',')) {
  // A list by its name is a built-in detector's, else a file.
  const path = list.endsWith('.csv') ? list : join(models, `${list}.holdout.csv`);
  for (const row of await readHoldout(path)) {
    const faces = [];
    for (const { file } of await samplesOf(corpus, row, { cap, seed })) {
      const probability = await faceTest.probability(file);
      if (probability !== null) faces.push(probability);
    }
    if (faces.length === 0) continue;
    faces.sort((a, b) => a - b);
    const share = faces.filter((p) => p >= faceAtLeast).length / faces.length;
    const at = (q) => faces[Math.min(faces.length - 1, Math.floor(q * faces.length))].toFixed(2);
    lines.push([
      `${row.set}/${row.group}`,
      row.label,
      faces.length,
      `${(100 * share).toFixed(0)} %`,
      `${at(0.1)} / ${at(0.5)} / ${at(0.9)}`,
    ]);
  }
}
await faceTest.close();
if (lines.length === 0) {
  console.error(`E_ARGUMENT: ${corpus} holds no picture that ${values.lists} name`);
  process.exit(2);
}
console.log(
  `\nA face from a probability of ${faceAtLeast} up; at most ${cap} pictures each, seed ${seed}.\n`,
);
const head = ['source', 'label', 'pictures', 'judged by faces', 'probability of a face: 10 %, half, 90 %'];
for (const cells of [head, head.map(() => '---'), ...lines]) console.log(`| ${cells.join(' | ')} |`);
