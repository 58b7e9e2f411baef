/**
 * The colours of every picture: those of Okabe and Ito (2008), which readers with any colour vision can tell
 * apart, each with a lighter stand-in for dark pages. Shapes and dashes say the same as the colours do.
 */
export const COLOR = {
  blue: '#0072B2',
  vermillion: '#D55E00',
  green: '#009E73',
  purple: '#CC79A7',
  orange: '#E69F00',
  sky: '#56B4E9',
  grey: '#6B7280',
} as const;

/** A series' look; `dash` as in `stroke-dasharray`. */
export interface SeriesLook {
  color: string;
  dash?: string;
}

/** What belongs to the two classes, and to the two parts of a run. */
export const LOOK = {
  fake: { color: COLOR.vermillion },
  real: { color: COLOR.blue },
  train: { color: COLOR.blue },
  validation: { color: COLOR.vermillion, dash: '7 4' },
  reference: { color: COLOR.grey, dash: '2 4' },
} as const satisfies Record<string, SeriesLook>;

/** Looks for any number of series: colours and dashes in turn, so that print in black tells them apart too. */
export function seriesLook(index: number): SeriesLook {
  const colors = [COLOR.blue, COLOR.vermillion, COLOR.green, COLOR.purple, COLOR.orange, COLOR.sky];
  const dashes = [undefined, '7 4', '2 3', '10 3 2 3'];
  const dash = dashes[index % dashes.length];
  return { color: colors[index % colors.length]!, ...(dash !== undefined && { dash }) };
}

const ON_DARK: Record<string, string> = {
  [COLOR.blue]: '#5CB8EE',
  [COLOR.vermillion]: '#FF8C42',
  [COLOR.green]: '#2CC79B',
  [COLOR.purple]: '#E39BC3',
  [COLOR.orange]: '#F5B93E',
  [COLOR.sky]: '#8ED0F5',
  [COLOR.grey]: '#9AA4B2',
};

const darkRules = Object.entries(ON_DARK)
  .map(
    ([light, dark]) =>
      `.assay-chart [stroke="${light}"]{stroke:${dark}}.assay-chart [fill="${light}"]{fill:${dark}}`,
  )
  .join('');

/** The style sheet of all charts; colours turn with the reader's scheme, but never on paper. */
export const CHART_CSS =
  `.assay-chart{color:#1f2430;background:#fff}` +
  `@media screen and (prefers-color-scheme:dark){.assay-chart{color:#e4e7ec;background:#14171c}${darkRules}}`;
