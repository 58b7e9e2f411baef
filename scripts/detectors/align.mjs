// Makes aligned fakes: real squares sent through an auto-encoder, so that the same content stands in both classes and
// only the decoder's traces tell them apart (compare Guillaro et al. 2025, B-Free; Rajan et al. 2025).
//
//   node scripts/detectors/align.mjs SQUARES ENCODER.onnx DECODER.onnx NAME [--every 3] [--offset 0] [--seed 1]
//
// Takes every third real square of SQUARES/squares.csv, writes SQUARES/fake/NAME_*.png and SQUARES/NAME.csv with lines
// like those of squares.csv; a made square belongs to the picture that it was made of.
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { createRandom } from '../../dist/random.js';
import { saveSquare, writeSquares } from './squares.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: 'string', default: '3' },
    offset: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
  },
});
const [folder, encoderFile, decoderFile, maker] = positionals;
const options = { intraOpNumThreads: 1, interOpNumThreads: 1 };
const encoder = await InferenceSession.create(encoderFile, options);
const decoder = await InferenceSession.create(decoderFile, options);
const root = createRandom(Number(values.seed)).fork(maker);
const reals = parse(await readFile(join(folder, 'squares.csv')), { columns: true })
  .filter(({ label }) => label === 'real')
  .filter((_, i) => i % Number(values.every) === Number(values.offset));

const run = async (session, tensor) =>
  (await session.run({ [session.inputNames[0]]: tensor }))[session.outputNames[0]];

const rows = [];
for (const { file, picture } of reals) {
  const random = root.fork(file);
  const { data, info } = await sharp(join(folder, file)).raw().toBuffer({ resolveWithObject: true });
  const [width, height] = [info.width, info.height].map((side) => side - (side % 8));
  const planes = new Float32Array(3 * width * height);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        planes[(c * height + y) * width + x] = data[(y * info.width + x) * 3 + c] / 255;
      }
    }
  }
  const rebuilt = await run(
    decoder,
    await run(encoder, new Tensor('float32', planes, [1, 3, height, width])),
  );
  const [, , high, wide] = rebuilt.dims;
  const pixels = new Uint8Array(3 * wide * high);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < wide * high; i++) {
      pixels[3 * i + c] = Math.round(255 * Math.min(1, Math.max(0, rebuilt.data[c * wide * high + i])));
    }
  }
  const name = join('fake', `${maker}_${basename(file)}`);
  const made = sharp(pixels, { raw: { width: wide, height: high, channels: 3 } });
  await saveSquare(made, join(folder, name), random);
  rows.push({ file: name, label: 'fake', source: `aligned/${maker}`, picture });
}
await writeSquares(join(folder, `${maker}.csv`), rows);
