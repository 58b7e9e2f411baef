import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype from 'opentype.js';

/** Weights of Inter that Assay draws with. */
export type FontWeight = 400 | 600;

// Each file holds a part of Unicode; they are read when a text first needs them, in this order.
const SUBSETS = [
  'latin',
  'latin-ext',
  'greek',
  'cyrillic',
  'vietnamese',
  'greek-ext',
  'cyrillic-ext',
] as const;

// What the font has no sign for and has a plain spelling.
const SPELT: Record<string, string> = { '≥': '>=', '≤': '<=', '→': '->', '✓': 'v', '✗': 'x', '\u00a0': ' ' };

const require = createRequire(import.meta.url);
const fonts = new Map<string, opentype.Font>();

/**
 * A text as SVG path data, so that it looks the same on a machine without fonts. Starts at (x, y) on its
 * baseline; characters that Inter lacks (CJK, emoji) are drawn as an empty box.
 */
export function textPath(
  text: string,
  { x = 0, y = 0, size, weight = 400 }: { x?: number; y?: number; size: number; weight?: FontWeight },
): { path: string; width: number } {
  let path = '';
  let at = x;
  for (const character of spell(text)) {
    const glyph = findGlyph(character, weight);
    path += glyph ? pathData(glyph.getPath(at, y, size).commands) : boxPath(at, y, size);
    at += glyph ? (glyph.advanceWidth! / UNITS_PER_EM) * size : BOX_WIDTH * size;
  }
  return { path, width: at - x };
}

/** How wide `textPath` draws a text. */
export function textPathWidth(text: string, size: number, weight: FontWeight = 400): number {
  return textPath(text, { size, weight }).width;
}

const UNITS_PER_EM = 2048;
const BOX_WIDTH = 0.7;

function spell(text: string): string[] {
  return [...text.normalize('NFC')].flatMap((character) => [...(SPELT[character] ?? character)]);
}

function findGlyph(character: string, weight: FontWeight): opentype.Glyph | undefined {
  for (const subset of SUBSETS) {
    const font = loadFont(subset, weight);
    // Index 0 is the font's own sign for "missing".
    if (font.charToGlyphIndex(character) !== 0) return font.charToGlyph(character);
  }
  return undefined;
}

function loadFont(subset: string, weight: FontWeight): opentype.Font {
  const name = `inter-${subset}-${weight}-normal.woff`;
  let font = fonts.get(name);
  if (!font) {
    const bytes = readFileSync(require.resolve(`@fontsource/inter/files/${name}`));
    font = opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    fonts.set(name, font);
  }
  return font;
}

// opentype.js 2.0.0 leaves out the space before a coordinate that rounds to zero, hence not its toPathData.
function pathData(commands: readonly opentype.PathCommand[]): string {
  return commands
    .map((command) => {
      switch (command.type) {
        case 'M':
        case 'L':
          return `${command.type}${n(command.x)} ${n(command.y)}`;
        case 'Q':
          return `Q${n(command.x1)} ${n(command.y1)} ${n(command.x)} ${n(command.y)}`;
        case 'C':
          return `C${n(command.x1)} ${n(command.y1)} ${n(command.x2)} ${n(command.y2)} ${n(command.x)} ${n(command.y)}`;
        case 'Z':
          return 'Z';
      }
    })
    .join('');
}

function boxPath(x: number, y: number, size: number): string {
  const [left, right, top] = [x + 0.1 * size, x + 0.6 * size, y - 0.72 * size];
  const line = 0.06 * size;
  const rectangle = (inset: number): string =>
    `M${n(left + inset)} ${n(top + inset)}H${n(right - inset)}V${n(y - inset)}H${n(left + inset)}Z`;
  // The inner edge runs the other way round, so that the box stays hollow under either fill rule.
  const inner = `M${n(left + line)} ${n(top + line)}V${n(y - line)}H${n(right - line)}V${n(top + line)}Z`;
  return rectangle(0) + inner;
}

function n(value: number): string {
  return String(Number(value.toFixed(2)));
}
