// What a format leak does to a detector, and what --equalise does about it: the demo's crops, reals saved as JPEG
// of quality 95 (4:4:4), fakes as JPEG of quality 70 (4:2:0). Twice: with no true difference between the classes
// (every crop is a photograph), and with one (fakes were scaled down and up). Each detector is judged on the held-out
// photographs as they are stored, and with the same random history for both classes. With DATA (real/ and fake/), its
// pictures take the place of the crops: photographs alone, dealt to both classes, then photographs against fakes.
//
//   npm run build && node bench/leak.mjs [DATA] [--epochs 10] [--threads 2] [--pictures 1800]
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { loadDataset } from '../dist/dataset/index.js';
import { loadDetector, scoreDataset } from '../dist/detect/index.js';
import { plainMetrics } from '../dist/evaluate/index.js';
import { createRandom } from '../dist/random.js';
import { recipeConfig } from '../dist/train/config.js';
import { train } from '../dist/train/train.js';
import { gatherDemoData } from '../scripts/demo-data.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    epochs: { type: 'string', default: '10' },
    threads: { type: 'string', default: '2' },
    pictures: { type: 'string', default: '1800' },
  },
});
const [data] = positionals;
const SAVED = {
  real: { quality: 95, chromaSubsampling: '4:4:4' },
  fake: { quality: 70, chromaSubsampling: '4:2:0' },
};
/** Photographs whose crops are held out. */
const HELD_OUT = ['french-alpine-landscape', 'nagasaki-boats'];

const work = mkdtempSync(join(tmpdir(), 'assay-leak-'));
try {
  if (data === undefined) await gatherDemoData(join(work, 'demo'));
  const rows = [];
  for (const difference of ['none', data === undefined ? 'fakes scaled down and up' : 'the fakes of DATA']) {
    const leaky = join(work, difference === 'none' ? 'none' : 'true');
    const count = await (data === undefined
      ? makeLeakySet(leaky, difference)
      : makeLeakyCopy(leaky, difference));
    for (const equalise of [false, true])
      rows.push({ difference, ...(await measure(leaky, equalise)), count });
  }
  console.log(
    '| true difference | trained | accuracy as stored | accuracy equalised | AUC as stored | AUC equalised | held out |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const { difference, equalise, stored, equalised, count } of rows) {
    const percent = (share) => `${(100 * share).toFixed(1)}%`;
    const cells = [
      difference,
      equalise ? 'with `--equalise`' : 'without',
      percent(stored.accuracy),
      percent(equalised.accuracy),
      stored.rocAuc.toFixed(3),
      equalised.rocAuc.toFixed(3),
      count,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Saves pictures of DATA anew, each class its own way; every third is held out. */
async function makeLeakyCopy(out, difference) {
  const perClass = Math.floor(Number(values.pictures) / 2);
  const { samples } = await loadDataset({ root: data });
  let held = 0;
  for (const label of ['real', 'fake']) {
    const isNone = difference === 'none';
    const all = samples.filter((sample) => sample.label === (isNone ? 'real' : label));
    // Without a true difference both classes are photographs, by turns.
    const some = all.filter((_, i) => !isNone || (i % 2 === 0) === (label === 'real')).slice(0, perClass);
    for (const [i, { file }] of some.entries()) {
      const folder = join(out, i % 3 === 0 ? 'held' : 'train', label);
      mkdirSync(folder, { recursive: true });
      await sharp(file)
        .jpeg(SAVED[label])
        .toFile(join(folder, `${i}.jpg`));
      if (i % 3 === 0) held++;
    }
  }
  return held;
}

/** Saves the demo's crops anew, each class its own way; crops go by turns to one class or the other. */
async function makeLeakySet(out, difference) {
  let held = 0;
  for (const label of ['real', 'fake']) {
    const from = join(work, 'demo', 'train', difference === 'none' ? 'real' : label);
    for (const [i, file] of readdirSync(from).sort().entries()) {
      // No crop is in both classes: the content may not tell them, nor stand on both sides.
      if ((i % 2 === 0) !== (label === 'real')) continue;
      const isHeld = HELD_OUT.some((name) => file.startsWith(name));
      const folder = join(out, isHeld ? 'held' : 'train', label);
      mkdirSync(folder, { recursive: true });
      await sharp(join(from, file))
        .jpeg(SAVED[label])
        .toFile(join(folder, basename(file)));
      if (isHeld) held++;
    }
  }
  return held;
}

async function measure(data, equalise) {
  const config = {
    ...recipeConfig({ root: join(data, 'train') }, Number(values.threads)),
    epochs: Number(values.epochs),
    ...(equalise ? { equalise: true, equaliseViews: 4 } : { equalise: false }),
    audit: false,
  };
  const out = `${data}-${equalise}`;
  await train(config, { out, cacheFolder: null });
  const detector = await loadDetector(join(out, 'best.onnx'));
  const { samples } = await loadDataset({ root: join(data, 'held') });
  const judge = async (isEqualised) => {
    const { scored } = await scoreDataset(detector, samples, {
      random: createRandom(1),
      equalise: isEqualised,
    });
    return plainMetrics(scored);
  };
  try {
    return { equalise, stored: await judge(false), equalised: await judge(true) };
  } finally {
    await detector.close();
  }
}
