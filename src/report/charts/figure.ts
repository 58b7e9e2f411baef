import type { PlotOptions } from '@observablehq/plot';
import { drawPlot, escapeXml, FONT_FAMILY, FONT_SIZE } from './dom.js';
import { drawLegend, LEGEND_LINE, type LegendItem } from './legend.js';
import { CHART_CSS } from './palette.js';

/** One set of axes with its heading and legend. Width and height are those of the plot alone. */
export interface Panel {
  title: string;
  legend?: LegendItem[];
  plot: PlotOptions & { width: number; height: number };
}

/** A figure: one or more panels side by side, with words for those who cannot see it. */
export interface Figure {
  title: string;
  /** What the figure shows, in a sentence or two with its main numbers; read out by screen readers. */
  description: string;
  panels: Panel[];
}

const PADDING = 12;
const TITLE_HEIGHT = 26;
const GUTTER = 28;
const STYLE = `<style>${CHART_CSS}</style>`;

/** A figure as an SVG document that stands alone; no scripts, no ids, nothing fetched. */
export function renderFigure({ title, description, panels }: Figure): string {
  const legends = panels.map(({ legend = [], plot }) => drawLegend(legend, plot.width - 12));
  const legendHeight = Math.max(...legends.map(({ lines }) => lines)) * LEGEND_LINE;
  const top = PADDING + TITLE_HEIGHT + legendHeight;
  let x = PADDING;
  const drawn = panels.map((panel, i) => {
    const body =
      `<text y="16" font-size="15" font-weight="600">${escapeXml(panel.title)}</text>` +
      `<g transform="translate(0,${TITLE_HEIGHT + LEGEND_LINE / 2})">${legends[i]!.svg}</g>` +
      `<g transform="translate(0,${TITLE_HEIGHT + legendHeight})" text-anchor="middle">${drawPlot(panel.plot)}</g>`;
    const group = `<g transform="translate(${x},${PADDING})">${body}</g>`;
    x += panel.plot.width + GUTTER;
    return group;
  });
  const width = x - GUTTER + PADDING;
  const height = top + Math.max(...panels.map(({ plot }) => plot.height)) + PADDING;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="assay-chart" role="img" aria-label="${escapeXml(title)}" ` +
    `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT_FAMILY}" ` +
    `font-size="${FONT_SIZE}" fill="currentColor">` +
    `<title>${escapeXml(title)}</title><desc>${escapeXml(description)}</desc>${STYLE}${drawn.join('')}</svg>\n`
  );
}

/** The same figure for a page that already holds `CHART_CSS`. */
export function inlineFigure(svg: string): string {
  return svg.replace(STYLE, '').trimEnd();
}
