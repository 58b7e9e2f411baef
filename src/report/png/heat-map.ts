import sharp from 'sharp';
import type { Explanation } from '../../detect/explain/explanation.js';
import type { Image } from '../../image/image.js';
import { COLOR } from '../charts/palette.js';
import { visibleText } from '../text.js';
import { textPath, textPathWidth } from './font.js';
import { colourOf, heatPixels, scaleOf } from './heat-pixels.js';

/** How a heat map is captioned. */
export interface HeatMapOptions {
  /** A line above: file, verdict, probability. */
  title?: string;
}

const LONGEST = 800;
const SHORTEST = 420;
const MARGIN = 16;
const BAR = { width: 18, gap: 20, labels: 96 };
const LINE = 19;
const INK = '#1f2430';

/** What a map can show and what not, in one sentence. */
export function explainMap({
  method,
  seen,
  region,
}: Pick<Explanation, 'method' | 'seen' | 'region'>): string {
  if (method === 'occlusion') {
    return 'Orange parts speak for fake to this detector, blue ones against it (blurred away, they change its log-odds by as much as the scale says); this is not where a picture was changed, and one without orange can be generated as a whole.';
  }
  const seesAll = seen.width === region.width && seen.height === region.height;
  const from = seesAll
    ? 'rests on such squares, and on all of the picture where the detector sees that too'
    : 'comes from the framed square';
  return `Each place has the log-odds of fake that this detector gives the native pixels around it; its verdict ${from}, and neither orange nor blue proves how a place was made.`;
}

/**
 * A picture under its heat map as a PNG: orange speaks for fake, blue against it, clear for neither; with a scale in
 * log-odds and a sentence on what the map can and cannot show. What the map does not cover is left as it is.
 */
export async function renderHeatMap(
  image: Image,
  explanation: Explanation,
  { title }: HeatMapOptions = {},
): Promise<Uint8Array> {
  const longest = Math.max(image.width, image.height);
  const factor = Math.min(Math.max(longest, SHORTEST), LONGEST) / longest;
  const side = (length: number): number => Math.max(1, Math.round(length * factor));
  const [width, height] = [side(image.width), side(image.height)];
  const top = title === undefined ? MARGIN : MARGIN + LINE + 6;
  const across = 2 * MARGIN + Math.max(width, SHORTEST - 100) + BAR.gap + BAR.width + BAR.labels;
  const sentence = wrap(explainMap(explanation), across - 2 * MARGIN);
  const barHeight = Math.max(height, 120);
  const below = top + barHeight + MARGIN;
  const total = below + sentence.length * LINE + MARGIN / 2;
  const place = {
    left: Math.round(explanation.region.left * factor),
    top: Math.round(explanation.region.top * factor),
    width: Math.max(1, Math.min(width, side(explanation.region.width))),
    height: Math.max(1, Math.min(height, side(explanation.region.height))),
  };
  const scale = scaleOf(explanation);
  const picture = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: factor > 1 ? 'nearest' : 'lanczos3' })
    .png({ compressionLevel: 1 })
    .toBuffer();
  const overlay = sharp(heatPixels(explanation, scale, place.width, place.height), {
    raw: { width: place.width, height: place.height, channels: 4 },
  });
  const words = [
    ...(title === undefined ? [] : [cutLine(visibleText(title), across - 2 * MARGIN, MARGIN + 13)]),
    ...sentence.map((line, i) => text(line, MARGIN, below + i * LINE + 12, 13)),
  ];
  const bar = drawBar(MARGIN + width + BAR.gap, top, barHeight, scale, explanation.method);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.round(across)}" height="${Math.round(total)}" fill="${INK}">${words.join('')}${bar}${frame(explanation, factor, top)}</svg>`;
  return await sharp({
    create: { width: Math.round(across), height: Math.round(total), channels: 3, background: '#ffffff' },
  })
    .composite([
      { input: picture, left: MARGIN, top },
      {
        input: await overlay.png({ compressionLevel: 1 }).toBuffer(),
        left: MARGIN + place.left,
        top: top + place.top,
      },
      { input: Buffer.from(svg), left: 0, top: 0 },
    ])
    .png({ compressionLevel: 9 })
    .toBuffer();
}

/** The colours from fake to real with their log-odds. */
function drawBar(
  left: number,
  top: number,
  height: number,
  scale: number,
  method: Explanation['method'],
): string {
  const steps = 60;
  const step = height / steps;
  const cells = Array.from({ length: steps }, (_, i) => {
    const [r, g, b, alpha] = colourOf(1 - (2 * (i + 0.5)) / steps);
    // As over mid-grey: the same mixture as over a picture.
    const [red, green, blue] = [r, g, b].map((value) =>
      Math.round((value * alpha + 170 * (255 - alpha)) / 255),
    );
    return `<rect x="${left}" y="${top + i * step}" width="${BAR.width}" height="${step + 0.5}" fill="rgb(${red},${green},${blue})"/>`;
  });
  const label = (words: string, y: number): string => text(words, left + BAR.width + 6, y, 12);
  const figure = scale >= 10 ? scale.toFixed(0) : scale.toFixed(1);
  const unit = method === 'occlusion' ? 'change of' : 'value of';
  return [
    ...cells,
    label(`+${figure} fake`, top + 10),
    label('0', top + height / 2 + 4),
    label(`-${figure} real`, top + height - 1),
    label(unit, top + height / 4),
    label('log-odds', top + height / 4 + 15),
  ].join('');
}

/** The square that the verdict comes from, where the map goes beyond it. */
function frame({ region, seen, method }: Explanation, factor: number, top: number): string {
  if (method === 'occlusion' && region.width === seen.width && region.left === 0 && region.top === 0)
    return '';
  const [x, y, width, height] = [seen.left, seen.top, seen.width, seen.height].map((value) => value * factor);
  const rect = `x="${MARGIN + x!}" y="${top + y!}" width="${width}" height="${height}" fill="none"`;
  return `<rect ${rect} stroke="#ffffff" stroke-width="3"/><rect ${rect} stroke="${COLOR.purple}" stroke-width="1.5" stroke-dasharray="6 4"/>`;
}

function text(words: string, x: number, y: number, size: number): string {
  return `<path d="${textPath(words, { x, y, size }).path}"/>`;
}

function cutLine(words: string, width: number, y: number): string {
  let shown = words;
  while (shown.length > 8 && textPathWidth(shown, 14, 600) > width) {
    const half = Math.floor(shown.length / 2) - 1;
    shown = `${shown.slice(0, half)}…${shown.slice(half + 3)}`;
  }
  return `<path d="${textPath(shown, { x: MARGIN, y, size: 14, weight: 600 }).path}"/>`;
}

function wrap(words: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of words.split(' ')) {
    const longer = lines.at(-1) === '' ? word : `${lines.at(-1)!} ${word}`;
    if (textPathWidth(longer, 13) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
