// A random region of a picture with a soft edge, for pictures of which only a part is made anew.
import { softMask } from './composite.mjs';

/** The least and the largest share of the picture that a region takes. */
const SHARES = [0.15, 0.6];

/** Weights [height,width] of 0..1: 1 within a random rectangle or blob of 15 to 60 % of the area, soft at its edge. */
export async function drawRegion(width, height, random) {
  const soft = Math.max(0.5, Math.min(width, height) * (0.01 + 0.04 * random.next()));
  const outline = random.next() < 0.5 ? rectangle : blob;
  for (;;) {
    const mask = await softMask(outline(width, height, random), width, height, soft);
    const share = mask.reduce((sum, weight) => sum + weight, 0) / mask.length;
    // What reaches out of the picture is cut off, so the share is measured, not drawn.
    if (share >= SHARES[0] && share <= SHARES[1]) return mask;
  }
}

function rectangle(width, height, random) {
  const [wide, high] = [width, height].map((extent) => extent * (0.3 + 0.65 * random.next()));
  const left = (width - wide) * random.next();
  const top = (height - high) * random.next();
  return [[left, top], [left + wide, top], [left + wide, top + high], [left, top + high]]; // prettier-ignore
}

/** A closed curve about a random point whose radius swings as a few waves do. */
function blob(width, height, random) {
  const [x, y] = [width, height].map((extent) => extent * (0.2 + 0.6 * random.next()));
  const waves = [2, 3, 5].map((count) => ({ count, size: 0.5 * random.next() / count, phase: 2 * Math.PI * random.next() })); // prettier-ignore
  const radius = 0.25 + 0.3 * random.next();
  return Array.from({ length: 60 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 60;
    const swing = waves.reduce(
      (sum, { count, size, phase }) => sum + size * Math.sin(count * angle + phase),
      1,
    );
    return [x + radius * swing * width * Math.cos(angle), y + radius * swing * height * Math.sin(angle)];
  });
}
