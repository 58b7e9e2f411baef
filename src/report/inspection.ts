import type { C2paIngredient, C2paManifest, C2paResult } from '../provenance/c2pa/result.js';
import type { Claim } from '../provenance/claim.js';
import { fuse } from '../provenance/fuse.js';
import type { Inspection } from '../provenance/inspect.js';
import { formatBytes } from './format.js';
import { shorten, visibleText } from './text.js';
import { createStyle, type TerminalStyle } from './terminal/ansi.js';
import { formatTable } from './terminal/table.js';
import { wrapText } from './terminal/wrap.js';

/** How inspections are set. */
export interface InspectionFormat {
  /** Columns of the terminal. Default 100. */
  width?: number | undefined;
  /** Colours; see `wantsColor`. Default false. */
  color?: boolean;
}

/** An inspected file. */
export interface InspectedFile extends Inspection {
  file: string;
}

const STATEMENTS: Record<Claim['statement'], string> = {
  generated: 'generated',
  'edited-with-ai': 'edited with AI',
  captured: 'captured',
  edited: 'edited',
  none: 'nothing said',
};

/** All that a file says about itself, for a terminal. Untrusted text is made visible and harmless. */
export function formatInspection(
  inspected: InspectedFile,
  { width = 100, color = false }: InspectionFormat = {},
): string {
  const style = createStyle(color);
  const paragraphs = [
    [headerOf(inspected, style)],
    inspected.c2pa ? c2paLines(inspected.c2pa, width, style) : [],
    ...inspected.claims.map((claim) => claimLines(claim, width, style)),
    inspected.contradictions.flatMap(({ summary }) =>
      wrapText(`${style.yellow('!')} ${visibleText(summary)}`, width, 2),
    ),
    inspected.warnings.map((warning) => style.dim(`  warning: ${visibleText(warning)}`)),
    standingLines(inspected.claims, width, style),
  ];
  return `${paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headerOf(
  { file, format, width, height, bytes, iccProfile }: InspectedFile,
  { bold }: TerminalStyle,
): string {
  const size = width !== undefined && height !== undefined ? ` ${width}×${height}` : '';
  const profile = iccProfile === undefined ? '' : `, ${visibleText(iccProfile)}`;
  return `${bold(visibleText(file))}  ${format.toUpperCase()}${size}, ${formatBytes(bytes)}${profile}`;
}

function claimLines(claim: Claim, width: number, style: TerminalStyle): string[] {
  const paint =
    claim.statement === 'generated' || claim.statement === 'edited-with-ai' ? style.red : style.cyan;
  const fields = Object.entries(claim.fields ?? {}).filter(([key]) => key !== 'where' && key !== 'state');
  const label = Math.max(0, ...fields.map(([key]) => key.length));
  return [
    `${paint(STATEMENTS[claim.statement])}  ${claim.source}, ${claim.strength}`,
    ...wrapText(`  ${visibleText(claim.summary)}`, width, 2),
    ...fields.flatMap(([key, value]) =>
      wrapText(
        `    ${visibleText(key).padEnd(label)}  ${visibleText(shorten(value, 400))}`,
        width,
        label + 6,
      ),
    ),
    ...wrapText(`  ${claim.caveat}`, width, 2).map(style.dim),
  ];
}

function c2paLines(result: C2paResult, width: number, style: TerminalStyle): string[] {
  const paint =
    result.state === 'trusted' ? style.green : result.state === 'valid' ? style.cyan : style.yellow;
  const failures = result.statuses.filter(({ kind }) => kind === 'failure').map(({ code }) => code);
  return [
    ...wrapText(`${style.bold('C2PA')} ${paint(result.state)}  ${visibleText(result.reason)}`, width, 2),
    ...(result.activeManifest ? manifestLines(result.activeManifest, 2, width) : []),
    ...(result.remoteUrl === undefined ? [] : [`  at ${visibleText(result.remoteUrl)}`]),
    ...(result.error === undefined ? [] : wrapText(`  reader: ${visibleText(result.error)}`, width, 4)),
    ...(failures.length > 0
      ? wrapText(`  failures: ${visibleText([...new Set(failures)].join(', '))}`, width, 4)
      : []),
  ];
}

/** A manifest and, indented under it, those of the pictures it was made from. */
function manifestLines(manifest: C2paManifest, indent: number, width: number): string[] {
  const pad = ' '.repeat(indent);
  const { signer, generator = 'an unnamed program' } = manifest;
  const by = [signer?.commonName, signer?.issuer].filter(Boolean).join(', ') || 'nobody named';
  const time = signer?.time ? ` on ${signer.time.slice(0, 10)}` : '';
  const actions = manifest.actions.map(({ action, digitalSourceType, softwareAgent }) => {
    const type = digitalSourceType ? ` [${digitalSourceType.split('/').at(-1) ?? ''}]` : '';
    return `${action}${type}${softwareAgent ? ` by ${softwareAgent}` : ''}`;
  });
  return [
    ...wrapText(`${pad}${visibleText(generator)}, signed by ${visibleText(by)}${time}`, width, indent + 2),
    ...(actions.length > 0 ? wrapText(`${pad}  ${visibleText(actions.join(', '))}`, width, indent + 2) : []),
    ...manifest.ingredients.flatMap((ingredient) => ingredientLines(ingredient, indent + 2, width)),
  ];
}

function ingredientLines(ingredient: C2paIngredient, indent: number, width: number): string[] {
  const { title = 'a picture', relationship = 'ingredient', failures, manifest } = ingredient;
  const broken = failures.length > 0 ? ` (${failures.join(', ')})` : '';
  const line = `${' '.repeat(indent)}└ ${visibleText(`${title}, ${relationship}${broken}`)}`;
  return [
    ...wrapText(line, width, indent + 4),
    ...(manifest ? manifestLines(manifest, indent + 2, width) : []),
  ];
}

/** What the file alone would decide. */
function standingLines(claims: readonly Claim[], width: number, style: TerminalStyle): string[] {
  const { verdict, reason, decidedBy } = fuse('inconclusive', claims);
  if (decidedBy === undefined) {
    const nothing = claims.length === 0 ? 'The file says nothing about itself.' : 'Nothing here decides.';
    return wrapText(style.dim(`${nothing} That a mark is missing is no evidence of anything.`), width, 0);
  }
  const paint = { fake: style.red, real: style.green, inconclusive: style.yellow }[verdict];
  return wrapText(`Without looking at the pixels: ${paint(verdict)}. ${visibleText(reason)}`, width, 2);
}

/** One line a file, for many files. */
export function formatInspections(
  inspected: readonly InspectedFile[],
  { width, color = false }: InspectionFormat = {},
): string {
  const { red, yellow } = createStyle(color);
  const first = ({ claims }: InspectedFile): Claim | undefined =>
    claims.find(({ source }) => source === fuse('inconclusive', claims).decidedBy) ?? claims[0];
  return formatTable(
    inspected,
    [
      { header: 'file', value: ({ file }) => file, shrink: true },
      { header: 'format', value: ({ format }) => format },
      {
        header: 'says',
        value: (row) => (first(row) ? STATEMENTS[first(row)!.statement] : '–'),
        style: (cell, row) =>
          /generated|AI/.test(cell) ? red(cell) : row.contradictions.length > 0 ? yellow(cell) : cell,
      },
      { header: 'mark', value: (row) => first(row)?.source ?? '' },
      { header: 'strength', value: (row) => first(row)?.strength ?? '' },
      { header: 'C2PA', value: ({ c2pa }) => c2pa?.state ?? '' },
      { header: 'note', value: noteOf, shrink: true },
    ],
    { width, color },
  );
}

function noteOf({ claims, contradictions, warnings }: InspectedFile): string {
  const more = claims.length > 1 ? [`${claims.length} claims`] : [];
  const against = contradictions.length > 0 ? [`${contradictions.length} contradictions`] : [];
  return [...more, ...against, ...warnings.slice(0, 1)].join('; ');
}
