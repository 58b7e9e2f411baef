import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { visibleText } from '../text.js';

/** The fonts of charts, best first. PNGs are drawn in Inter, which Assay carries. */
export const FONT_FAMILY =
  "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif";

/** Size of most text in a chart, in user units. */
export const FONT_SIZE = 13;

/**
 * Draws a plot without a browser and returns the children of its `<svg>`: marks and axes, without the style
 * sheet. No ids and no counters come in, so the same plot is the same text.
 */
export function drawPlot(options: Plot.PlotOptions): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({ ...options, document });
  svg.querySelector('style')?.remove();
  // Control characters of untrusted labels are no XML.
  return visibleText(svg.innerHTML);
}

/** Makes untrusted text fit for XML content and attributes. */
export function escapeXml(text: string): string {
  return visibleText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
