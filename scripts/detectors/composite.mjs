// A face with parts replaced, as CIPLAB's editors made theirs: cut out, laid over, coloured to fit, with a soft edge.
import sharp from 'sharp';
import { BROWS, PARTS, grow, hull } from './face-parts.mjs';
import { inverse, sample, similarityBetween } from './similarity.mjs';

/**
 * Lays one part of the face `donor` ({data,width,height,points}) over `target`, whose pixels change. Without a donor the
 * target's own part comes back a little larger, moved, recoloured or softer (compare Shiohara and Yamasaki 2022,
 * Self-Blended Images).
 */
export async function replacePart(target, donor, part, random) {
  const itself = donor === null;
  const source = donor ?? { ...target, data: Uint8Array.from(target.data) };
  const indices = BROWS[part] && random.next() < 0.6 ? [...PARTS[part], ...BROWS[part]] : PARTS[part];
  const at = ({ points }) => indices.map((index) => points[index]);
  const outline = grow(hull(at(target)), 1.05 + 0.35 * random.next());
  const [xs, ys] = [0, 1].map((axis) => outline.map((point) => point[axis]));
  const extent = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  const soft = Math.max(0.5, extent * (0.015 + 0.1 * random.next() ** 2));
  const margin = Math.ceil(3 * soft);
  const left = Math.max(0, Math.floor(Math.min(...xs)) - margin);
  const top = Math.max(0, Math.floor(Math.min(...ys)) - margin);
  const width = Math.min(target.width, Math.ceil(Math.max(...xs)) + margin) - left;
  const height = Math.min(target.height, Math.ceil(Math.max(...ys)) + margin) - top;
  if (width < 4 || height < 4) return;
  const mask = await softMask(outline.map(([x, y]) => [x - left, y - top]), width, height, soft); // prettier-ignore

  const around = (spread) => (random.next() + random.next() - 1) * spread;
  const [zoom, dx, dy] = itself ? [1 + around(0.16), around(0.08), around(0.08)] : [1 + around(0.08), around(0.03), around(0.03)]; // prettier-ignore
  const moved = grow(at(target), zoom).map(([x, y]) => [x + dx * extent, y + dy * extent]);
  let pasted = sample(source, inverse(similarityBetween(at(source), moved)), width, height, left, top);
  if (itself ? random.next() < 0.7 : random.next() < 0.2) pasted = await soften(pasted, width, height, random); // prettier-ignore

  fitColour(target, pasted, { mask, left, top, width, height }, { share: 0.4 + 0.6 * random.next(), drift: itself ? 14 : 5 }, random); // prettier-ignore
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const weight = mask[y * width + x];
      if (weight === 0) continue;
      for (let c = 0; c < 3; c++) {
        const i = ((y + top) * target.width + x + left) * 3 + c;
        const mixed = target.data[i] * (1 - weight) + pasted[(y * width + x) * 3 + c] * weight;
        target.data[i] = Math.round(Math.min(255, Math.max(0, mixed)));
      }
    }
  }
}

/** Weights [height,width] of 0..1: 1 within the outline, falling off over `soft` pixels. */
export async function softMask(outline, width, height, soft) {
  const path = outline.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join(' ');
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%"/><polygon points="${path}" fill="#fff"/></svg>`;
  const data = await sharp(Buffer.from(drawn)).removeAlpha().toColourspace('b-w').blur(soft).raw().toBuffer();
  return Float32Array.from(data, (value) => value / 255);
}

/** Takes detail away, as a picture that was smaller would have it. */
async function soften(pixels, width, height, random) {
  const bytes = Uint8Array.from(pixels, (value) => Math.round(Math.min(255, Math.max(0, value))));
  const factor = 0.45 + 0.5 * random.next();
  const small = await sharp(bytes, { raw: { width, height, channels: 3 } })
    .resize(Math.max(2, Math.round(width * factor)), Math.max(2, Math.round(height * factor)), { fit: 'fill' })
    .raw().toBuffer({ resolveWithObject: true }); // prettier-ignore
  const data = await sharp(small.data, { raw: small.info }).resize(width, height, { fit: 'fill', kernel: 'cubic' }).raw().toBuffer(); // prettier-ignore
  return Float32Array.from(data);
}

/** Shifts what is pasted towards the target's colours under the mask, by a share of the way, give or take `drift`. */
function fitColour(target, pasted, { mask, left, top, width, height }, { share, drift }, random) {
  for (let c = 0; c < 3; c++) {
    let [weights, there, here] = [0, 0, 0];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const weight = mask[y * width + x];
        weights += weight;
        there += weight * target.data[((y + top) * target.width + x + left) * 3 + c];
        here += weight * pasted[(y * width + x) * 3 + c];
      }
    }
    const shift = (share * (there - here)) / Math.max(weights, 1e-6) + (random.next() + random.next() - 1) * drift; // prettier-ignore
    for (let i = c; i < pasted.length; i += 3) pasted[i] += shift;
  }
}
