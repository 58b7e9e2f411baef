// Makes composites of real faces: eyes, noses and mouths swapped between faces that look alike, or moved and recoloured
// within one, so that the same faces stand in both classes and only the editing tells them apart.
//
//   node scripts/detectors/swaps.mjs PLAN.json CORPUS OUT NAME [--side 384] [--seed 1]
//
// Takes the real pictures of PLAN.json (plan.mjs) where a face is found, parts only from the same set. Writes OUT/fake/*.png
// and OUT/NAME.csv like whole.csv; a composite belongs to the picture that it was made of.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { replacePart } from './composite.mjs';
import { openFaceMesh } from './face-mesh.mjs';
import { PARTS, POSE } from './face-parts.mjs';
import { makeOfPlan, readPixels, saveSmall } from './plan.mjs';
import { apply, similarityBetween } from './similarity.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { side: { type: 'string', default: '384' }, seed: { type: 'string', default: '1' } },
});
const [planFile, corpus, out, name] = positionals;
const side = Number(values.side);
const POOL = 80;
const find = await openFaceMesh();
/** The last faces seen of each set, which may give parts to the next. */
const pools = new Map();

await makeOfPlan({
  ...{ planFile, corpus, out, table: `${name}.csv`, seed: Number(values.seed), lanes: 1 },
  onlyLabel: 'real',
  describe: (row) => ({ ...row, label: 'fake', source: `composite/${name}` }),
  make,
});

async function make({ path, name: file, entry }, random) {
  const { data, info } = await readPixels(path);
  const picture = { data, width: info.width, height: info.height };
  const points = find(picture);
  if (!points) return [];
  const face = { ...picture, points, tone: tone(picture, points) };
  const pool = pools.get(entry.set) ?? pools.set(entry.set, []).get(entry.set);
  const donor = random.next() < 0.3 ? null : likest(face, pool, random);
  pool.push({ ...face, data: Uint8Array.from(data) });
  if (pool.length > POOL) pool.shift();
  for (const part of drawParts(random)) await replacePart(face, donor, part, random);
  const made = join('fake', `${name}_${file.split('/').at(-1)}.png`);
  await saveSmall(sharp(face.data, { raw: info }), join(out, made), side, random);
  return [made];
}

/** At least one part; most often both eyes or none, as in CIPLAB's names. */
function drawParts(random) {
  for (;;) {
    const eyes = random.next() < 0.6;
    const parts = Object.keys(PARTS).filter((part) =>
      part.endsWith('Eye') ? (random.next() < 0.85 ? eyes : !eyes) : random.next() < 0.6,
    );
    if (parts.length > 0) return parts;
  }
}

/** One of the four faces of the pool that are turned and coloured most alike; none where the pool is small. */
function likest(face, pool, random) {
  if (pool.length < 12) return null;
  const pose = POSE.map((index) => face.points[index]);
  const scale = Math.hypot(pose[0][0] - pose[3][0], pose[0][1] - pose[3][1]);
  const scored = pool.map((other) => {
    const theirs = POSE.map((index) => other.points[index]);
    const map = similarityBetween(theirs, pose);
    const far = theirs.reduce((sum, point, i) => {
      const [x, y] = apply(map, point);
      return sum + Math.hypot(x - pose[i][0], y - pose[i][1]);
    }, 0);
    const colour = Math.hypot(...face.tone.map((value, c) => value - other.tone[c]));
    return { other, distance: far / POSE.length / scale + colour / 300 };
  });
  scored.sort((a, b) => a.distance - b.distance);
  return scored[random.int(4)].other;
}

/** Mean colour between the eyes and the mouth. */
function tone({ data, width, height }, points) {
  const [left, right] = [points[116], points[345]].map(([x]) => Math.round(x)).sort((a, b) => a - b);
  const [top, bottom] = [points[6], points[0]].map(([, y]) => Math.round(y)).sort((a, b) => a - b);
  const sum = [0, 0, 0];
  let count = 0;
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y++) {
    for (let x = Math.max(0, left); x < Math.min(width, right); x++, count++) {
      for (let c = 0; c < 3; c++) sum[c] += data[(y * width + x) * 3 + c];
    }
  }
  return sum.map((value) => value / Math.max(1, count));
}
