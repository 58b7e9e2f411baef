import { formatBytes, formatCount } from '../format.js';
import { visibleText } from '../text.js';
import type { ModelSummary } from '../types.js';
import { padWidth, textWidth } from './width.js';

/** The header of a model summary's table and its cells, for terminal and page alike. */
export function modelSummaryCells(summary: ModelSummary): { header: string[]; rows: string[][] } {
  return {
    header: ['Layer (type)', 'Output shape', 'Param #', 'Trainable'],
    rows: summary.layers.map((layer) => [
      `${layer.name} (${layer.type})`,
      `(${layer.outputShape.map((size) => size ?? 'None').join(', ')}${layer.outputShape.length === 1 ? ',' : ''})`,
      formatCount(layer.parameters),
      layer.parameters === 0 ? '-' : layer.trainable ? 'yes' : 'no',
    ]),
  };
}

/** The totals under a model summary as label and figure. */
export function modelSummaryTotals({ totals }: ModelSummary): [label: string, figure: string][] {
  return [
    ['Total params', `${formatCount(totals.total)} (${formatBytes(totals.bytes)})`],
    ['Trainable params', formatCount(totals.trainable)],
    ['Non-trainable params', formatCount(totals.nonTrainable)],
  ];
}

/** The summary of a model as Keras prints it: layers, output shapes, parameters, trainable or not. */
export function formatSummary(summary: ModelSummary): string {
  const { header, rows } = modelSummaryCells(summary);
  const cells = rows.map((row) => row.map(visibleText));
  const widths = header.map((title, i) =>
    Math.max(textWidth(title), ...cells.map((row) => textWidth(row[i]!))),
  );
  const line = (left: string, fill: string, cross: string, right: string): string =>
    left + widths.map((w) => fill.repeat(w + 2)).join(cross) + right;
  const row = (texts: readonly string[], side: string): string =>
    `${side} ${texts.map((text, i) => padWidth(text, widths[i]!, i === 2 ? 'right' : 'left')).join(` ${side} `)} ${side}`;
  return [
    `Model: "${visibleText(summary.name)}"`,
    line('┏', '━', '┳', '┓'),
    row(header, '┃'),
    line('┡', '━', '╇', '┩'),
    ...cells.map((texts) => row(texts, '│')),
    line('└', '─', '┴', '┘'),
    ...modelSummaryTotals(summary).map(([label, figure]) => ` ${label}: ${figure}`),
    '',
  ].join('\n');
}
