// Makes aligned fakes: real squares sent through an auto-encoder, so that the same content stands in both classes and
// only the decoder's traces tell them apart (compare Guillaro et al. 2025, B-Free; Rajan et al. 2025).
//
//   node scripts/detectors/align.mjs SQUARES ENCODER.onnx DECODER.onnx NAME [--every 3] [--offset 0] [--seed 1]
//       [--table squares.csv] [--out SQUARES] [--partial 0] [--side SIDE] [--crop SIDE]
//
// Takes every third real square of SQUARES/squares.csv, writes OUT/fake/NAME_*.png and OUT/NAME.csv with lines
// like those of squares.csv; a made square belongs to the picture that it was made of. Whole pictures (whole.mjs) go as
// well: `--table whole.csv --side 384`. One with a side as long as that was made smaller after its last save, so what is
// made of it is not saved with loss either. `--partial 0.3` makes only a region (region.mjs) of so many pictures anew,
// whose source is aligned/NAME-partial. `--crop 256` sends a random part of that side only, which takes as much less time,
// and writes the real part beside it (OUT/real/NAME_*.png): else the sizes of files would tell the classes apart.
import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { createRandom } from '../../dist/random.js';
import { drawRegion } from './region.mjs';
import { saveSquare, writeSquares } from './squares.mjs';

process.env.ORT_DISABLE_TELEMETRY = '1';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: 'string', default: '3' },
    offset: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    table: { type: 'string', default: 'squares.csv' },
    out: { type: 'string' },
    partial: { type: 'string', default: '0' },
    side: { type: 'string', default: 'Infinity' },
    crop: { type: 'string', default: 'Infinity' },
  },
});
const [folder, encoderFile, decoderFile, maker] = positionals;
const out = values.out ?? folder;
const options = { intraOpNumThreads: 1, interOpNumThreads: 1 };
const encoder = await InferenceSession.create(encoderFile, options);
const decoder = await InferenceSession.create(decoderFile, options);
const root = createRandom(Number(values.seed)).fork(maker);
const reals = parse(await readFile(join(folder, values.table)), { columns: true })
  .filter(({ label }) => label === 'real')
  .filter((_, i) => i % Number(values.every) === Number(values.offset));
const crop = Number(values.crop);
for (const label of crop === Infinity ? ['fake'] : ['fake', 'real'])
  await mkdir(join(out, label), { recursive: true });

const run = async (session, tensor) =>
  (await session.run({ [session.inputNames[0]]: tensor }))[session.outputNames[0]];

/** The pixels of a file, or of a random part of it with sides of --crop at most. */
async function readPart(path, random) {
  const picture = sharp(path);
  const metadata = await picture.metadata();
  const [width, height] = [metadata.width, metadata.height].map((side) => Math.min(side, crop));
  const left = random.int(metadata.width - width + 1);
  const top = random.int(metadata.height - height + 1);
  return picture.extract({ left, top, width, height }).raw().toBuffer({ resolveWithObject: true });
}

/** A picture {data,info} sent through the auto-encoder, of the same size: its edge is repeated up to multiples of 8. */
async function rebuild({ data, info }) {
  const [wide, high] = [info.width, info.height].map((side) => Math.ceil(side / 8) * 8);
  const planes = new Float32Array(3 * wide * high);
  for (let c = 0, at = 0; c < 3; c++) {
    for (let y = 0; y < high; y++) {
      const row = Math.min(y, info.height - 1) * info.width;
      for (let x = 0; x < wide; x++) planes[at++] = data[(row + Math.min(x, info.width - 1)) * 3 + c] / 255;
    }
  }
  const image = new Tensor('float32', planes, [1, 3, high, wide]);
  const { data: rebuilt } = await run(decoder, await run(encoder, image));
  const pixels = new Uint8Array(data.length);
  for (let i = 0; i < pixels.length; i++) {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % info.width, Math.floor(i / 3 / info.width)];
    pixels[i] = Math.round(255 * Math.min(1, Math.max(0, rebuilt[(c * high + y) * wide + x])));
  }
  return pixels;
}

const rows = [];
for (const { file, picture } of reals) {
  const random = root.fork(file);
  const original = await readPart(join(folder, file), random.fork('part'));
  const { width, height } = original.info;
  const pixels = await rebuild(original);
  // From a generator of its own, so that the share changes nothing else.
  const region = random.fork('region');
  const isPartial = region.next() < Number(values.partial);
  if (isPartial) {
    const mask = await drawRegion(width, height, region);
    for (let i = 0; i < pixels.length; i++) {
      const weight = mask[Math.floor(i / 3)];
      pixels[i] = Math.round(original.data[i] * (1 - weight) + pixels[i] * weight);
    }
  }
  const name = join('fake', `${maker}_${basename(file)}`);
  const made = sharp(pixels, { raw: { width, height, channels: 3 } });
  if (Math.max(width, height) < Number(values.side)) await saveSquare(made, join(out, name), random);
  else await made.png({ compressionLevel: 2 }).toFile(join(out, name));
  rows.push({ file: name, label: 'fake', source: `aligned/${maker}${isPartial ? '-partial' : ''}`, picture });
  if (crop === Infinity) continue;
  const part = join('real', `${maker}_${basename(file)}`);
  await sharp(original.data, { raw: original.info }).png({ compressionLevel: 2 }).toFile(join(out, part));
  rows.push({ file: part, label: 'real', source: `aligned/${maker}`, picture });
}
await writeSquares(join(out, `${maker}.csv`), rows);
