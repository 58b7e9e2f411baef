import * as Plot from '@observablehq/plot';
import type { ConfusionMatrix, VerdictCounts } from '../../evaluate/types.js';
import { formatCount, formatPercent } from '../format.js';
import { renderFigure } from './figure.js';
import { COLOR } from './palette.js';

/** Decisions against the truth: counts, and shares of the actual class. */
export function renderConfusionMatrix(matrix: ConfusionMatrix): string {
  return renderCells(
    [
      ['fake', { fake: matrix.truePositive, real: matrix.falseNegative }],
      ['real', { fake: matrix.falsePositive, real: matrix.trueNegative }],
    ],
    ['fake', 'real'],
    'Confusion matrix',
  );
}

/** Verdicts against the truth, `inconclusive` among them: counts, and shares of the actual class. */
export function renderVerdictMatrix(counts: VerdictCounts): string {
  return renderCells(
    [
      ['fake', counts.fake],
      ['real', counts.real],
    ],
    ['fake', 'inconclusive', 'real'],
    'Verdicts',
  );
}

function renderCells(
  rows: readonly (readonly [string, Readonly<Record<string, number>>])[],
  columns: readonly string[],
  title: string,
): string {
  const cells = rows.flatMap(([actual, counts]) => {
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return columns.map((called) => {
      const count = counts[called] ?? 0;
      const share = total > 0 ? count / total : null;
      const color =
        called === actual ? COLOR.blue : called === 'inconclusive' ? COLOR.grey : COLOR.vermillion;
      return { actual, called, count, share, color, opacity: 0.08 + 0.5 * (share ?? 0) };
    });
  });
  const told = cells.map(
    ({ actual, called, count, share }) =>
      `${formatCount(count)} ${actual} called ${called} (${formatPercent(share)})`,
  );
  return renderFigure({
    title,
    description: `${told.join('; ')}.`,
    panels: [
      {
        title,
        plot: {
          ...{
            width: 130 + columns.length * 130,
            height: 270,
            marginLeft: 76,
            marginTop: 46,
            marginRight: 16,
            marginBottom: 8,
          },
          x: {
            label: 'called',
            labelArrow: 'none',
            labelAnchor: 'center',
            axis: 'top',
            domain: [...columns],
            tickSize: 0,
            padding: 0.03,
          },
          y: {
            label: 'actual',
            labelArrow: 'none',
            labelAnchor: 'center',
            domain: rows.map(([actual]) => actual),
            tickSize: 0,
            padding: 0.03,
          },
          color: { type: 'identity' },
          opacity: { type: 'identity' },
          marks: [
            Plot.cell(cells, { x: 'called', y: 'actual', fill: 'color', fillOpacity: 'opacity', rx: 6 }),
            Plot.text(cells, {
              ...{ x: 'called', y: 'actual', dy: -9, fontSize: 21, fontWeight: 600 },
              text: ({ count }: { count: number }) => formatCount(count),
            }),
            Plot.text(cells, {
              ...{ x: 'called', y: 'actual', dy: 14 },
              text: ({ share }: { share: number | null }) => formatPercent(share),
            }),
          ],
        },
      },
    ],
  });
}
