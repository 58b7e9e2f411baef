// Makes small whole pictures of a corpus, for a detector that looks at all of a picture at once.
//
//   node scripts/detectors/whole.mjs PLAN.json CORPUS OUT [--side 320] [--parts 2] [--middle 1] [--seed 1]
//       [--table whole.csv]
//
// Of each picture that PLAN.json names (plan.mjs) it writes all of it and two parts at random, of 55 to 97 % of its
// width and of its height, none larger than 320 pixels. OUT/whole.csv (file,label,source,picture) lists them.
// --middle 0.75 takes the middle three quarters of width and height for the picture: of portraits, the face.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { makeOfPlan, readPixels, saveSmall } from './plan.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    side: { type: 'string', default: '320' },
    parts: { type: 'string', default: '2' },
    middle: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    table: { type: 'string', default: 'whole.csv' },
  },
});
const [planFile, corpus, out] = positionals;
const side = Number(values.side);

await makeOfPlan({ planFile, corpus, out, table: values.table, seed: Number(values.seed), make });

function cut({ data, info }, place) {
  return sharp(data, { raw: info }).extract(place).raw().toBuffer({ resolveWithObject: true });
}

async function readMiddle(path) {
  const picture = await readPixels(path);
  const middle = Number(values.middle);
  if (middle === 1) return picture;
  const { info } = picture;
  const [width, height] = [info.width, info.height].map((extent) => Math.max(1, Math.round(extent * middle)));
  const place = { left: (info.width - width) >> 1, top: (info.height - height) >> 1, width, height };
  return cut(picture, place);
}

async function make({ path, name }, random) {
  const picture = await readMiddle(path);
  const { info } = picture;
  const made = [];
  for (let number = 0; number <= Number(values.parts); number++) {
    let part = picture;
    if (number > 0) {
      const [width, height] = [info.width, info.height].map((extent) =>
        Math.max(1, Math.round(extent * (0.55 + 0.42 * random.next()))),
      );
      const left = random.int(info.width - width + 1);
      const top = random.int(info.height - height + 1);
      part = await cut(picture, { left, top, width, height });
    }
    const file = `${name}_${number}.png`;
    await saveSmall(sharp(part.data, { raw: part.info }), join(out, file), side, random);
    made.push(file);
  }
  return made;
}
