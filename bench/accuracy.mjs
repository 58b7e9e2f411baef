// Judges detectors on the generators and sources of photographs that were left out of their training, in three tiers:
// as given, 768 pixels and JPEG q60, 512 pixels and q40. What is left out stands in models/NAME.holdout.csv.
//   npm run build && npm run bench:accuracy -- CORPUS [--model general,faces] [--cap 150] [--out runs/bench-accuracy]
// CORPUS (or the environment's ASSAY_CORPUS) holds <set>/<label>/<group>/<file>. Killed, the same command goes on.
// A detector of one's own: --detector FILE.onnx --holdout LIST.csv; --only-faces leaves out pictures that models/content.onnx
// would not give to the detector of faces. Writes NAME.json and NAME.md, and prints the tables.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { listBuiltInDetectors, readDetectorFile } from '../dist/index.js';
import { createHash } from 'node:crypto';
import { readHoldout, samplesOf } from './accuracy/corpus.mjs';
import { openFileTest } from './accuracy/file-test.mjs';
import { measure } from './accuracy/measure.mjs';
import { scoreRows } from './accuracy/score.mjs';
import { formatTables } from './accuracy/tables.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    detector: { type: 'string' },
    holdout: { type: 'string' },
    cap: { type: 'string', default: '150' },
    seed: { type: 'string', default: '1' },
    resamples: { type: 'string', default: '2000' },
    workers: { type: 'string', default: String(availableParallelism()) },
    'only-faces': { type: 'boolean', default: false },
    out: { type: 'string', default: 'runs/bench-accuracy' },
  },
});
const corpus = positionals[0] ?? process.env.ASSAY_CORPUS;
const models = fileURLToPath(new URL('../models/', import.meta.url));
const [cap, seed, resamples, workers] = ['cap', 'seed', 'resamples', 'workers'].map((name) => {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1)
    fail(`--${name} is ${values[name]}; expected a whole number from 1`);
  return value;
});
if (!corpus || !existsSync(corpus)) fail('Name the folder of the corpus: npm run bench:accuracy -- CORPUS');
if ((values.detector === undefined) !== (values.holdout === undefined))
  fail('--detector and --holdout go together');

const jobs = values.detector
  ? [{ name: basename(values.detector, '.onnx'), path: values.detector, list: values.holdout }]
  : (values.model?.split(',') ?? (await listBuiltInDetectors())).map((name) => ({
      name,
      path: join(models, `${name}.onnx`),
      list: join(models, `${name}.holdout.csv`),
    }));
if (jobs.length === 0) fail('No detector is built in; name one with --detector FILE.onnx --holdout LIST.csv');
mkdirSync(values.out, { recursive: true });
const faceTest = values['only-faces'] ? await openFileTest(join(models, 'content.onnx')) : null;

for (const { name, path, list } of jobs) {
  const { path: detectorPath, bytes, info } = await readDetectorFile(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const holdout = await readHoldout(list);
  const rows = [];
  for (const row of holdout)
    rows.push({ ...row, samples: await onlyFaces(await samplesOf(corpus, row, { cap, seed })) });
  const started = performance.now();
  const scored = await scoreRows(rows, {
    ...{ detectorPath, sha256, seed, workers },
    keep: join(values.out, `${name}.scores.jsonl`),
    say: (text) => process.stderr.write(`${name}: ${text}\n`),
  });
  if (scored.every(({ scores }) => scores === null)) {
    console.error(`${name} is left out: ${list} names nothing that ${corpus} holds`);
    process.exitCode = 2;
    continue;
  }
  const result = {
    detector: { name: info.name, sha256, thresholds: info.thresholds, view: info.view },
    settings: {
      cap,
      seed,
      resamples,
      onlyFaces: values['only-faces'],
      holdout: basename(list),
      node: process.version,
      workers,
      seconds: (performance.now() - started) / 1000,
    },
    ...measure(scored, { thresholds: info.thresholds, seed, resamples }),
  };
  const text = `## ${info.name}: ${sha256.slice(0, 12)}\n\n${formatTables(result)}\nAt most ${cap} pictures of each generator and source, seed ${seed}${faceTest ? '; those that a face fills' : ''}.\n`;
  writeFileSync(join(values.out, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(join(values.out, `${name}.md`), text);
  console.log(text);
}

await faceTest?.close();

/** The samples that are for the detector of faces, where only those are asked for. */
async function onlyFaces(samples) {
  if (!faceTest) return samples;
  const kept = [];
  for (const sample of samples) {
    const probability = await faceTest.probability(sample.file);
    if (probability !== null && probability >= faceTest.faceAtLeast) kept.push(sample);
  }
  return kept;
}

function fail(message) {
  console.error(`E_ARGUMENT: ${message}`);
  process.exit(2);
}
