import { graphemes, visibleText } from '../text.js';
import { type FontWeight, textPath, textPathWidth } from './font.js';

/** A line of text below a tile. */
export interface CaptionLine {
  text: string;
  color?: string;
  weight?: FontWeight;
  /** Pixels kept free at its left, for a mark. */
  indent?: number;
}

const SIZE = 12.5;
const LEAST_SIZE = 10;
export const CAPTION_LINE = 18;

/** Lines of text below a tile as SVG paths; a line too wide is set smaller, then cut in its middle. */
export function drawCaption(lines: readonly CaptionLine[], tileSize: number): string {
  return lines
    .map(({ text, color, weight = 400, indent = 0 }, i) => {
      const fitted = fitText(visibleText(text), tileSize - indent, weight);
      const y = tileSize + 4 + (i + 0.72) * CAPTION_LINE;
      const { path } = textPath(fitted.text, { x: indent, y, size: fitted.size, weight });
      return `<path d="${path}"${color === undefined ? '' : ` fill="${color}"`}/>`;
    })
    .join('');
}

function fitText(text: string, width: number, weight: FontWeight): { text: string; size: number } {
  const natural = textPathWidth(text, SIZE, weight);
  if (natural <= width) return { text, size: SIZE };
  const size = Math.max(LEAST_SIZE, Math.floor((SIZE * width * 10) / natural) / 10);
  const parts = graphemes(text);
  let cut = text;
  for (let keep = parts.length - 1; keep > 1 && textPathWidth(cut, size, weight) > width; keep--) {
    const head = Math.ceil(keep / 2);
    cut = `${parts.slice(0, head).join('')}…${parts.slice(parts.length - (keep - head)).join('')}`;
  }
  return { text: cut, size };
}
