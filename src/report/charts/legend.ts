import { escapeXml, FONT_SIZE } from './dom.js';
import type { SeriesLook } from './palette.js';
import { estimateWidth } from './measure.js';

/** One entry of a legend: what the mark looks like and what it stands for. */
export interface LegendItem extends SeriesLook {
  label: string;
  mark: 'line' | 'dot' | 'ring' | 'square';
}

const SAMPLE = 24;
const GAP = 14;
export const LEGEND_LINE = 20;

/** A legend set in lines no wider than `width`; its height is `lines * LEGEND_LINE`. */
export function drawLegend(items: readonly LegendItem[], width: number): { svg: string; lines: number } {
  let x = 0;
  let line = 0;
  const drawn = items.map((item) => {
    const itemWidth = SAMPLE + 6 + estimateWidth(item.label, FONT_SIZE);
    if (x > 0 && x + itemWidth > width) {
      x = 0;
      line++;
    }
    const svg = `<g transform="translate(${Math.round(x)},${line * LEGEND_LINE})">${drawSample(item)}<text x="${SAMPLE + 6}" y="4.5">${escapeXml(item.label)}</text></g>`;
    x += itemWidth + GAP;
    return svg;
  });
  return { svg: drawn.join(''), lines: items.length > 0 ? line + 1 : 0 };
}

function drawSample({ mark, color, dash }: LegendItem): string {
  switch (mark) {
    case 'line':
      return `<line x2="${SAMPLE}" stroke="${color}" stroke-width="2.2"${dash === undefined ? '' : ` stroke-dasharray="${dash}"`}/>`;
    case 'dot':
      return `<circle cx="${SAMPLE - 6}" r="5" fill="${color}"/>`;
    case 'ring':
      return `<circle cx="${SAMPLE - 7}" r="5" fill="none" stroke="${color}" stroke-width="2"/>`;
    case 'square':
      return `<rect x="${SAMPLE - 14}" y="-6" width="12" height="12" rx="2" fill="${color}"/>`;
  }
}
