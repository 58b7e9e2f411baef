import { readFile } from 'node:fs/promises';

/** What a detector's card says first. Plain JSON; each text is one line of Markdown. */
export interface CardSummary {
  /** First paragraph: what it is for and its headline figures; null where there is no card. */
  headline: string | null;
  /** The points of its section "Where it fails": where it is known to err. */
  knownFailures: string[];
}

/** The card beside a detector's file (`NAME.md` of `NAME.onnx`); null where there is none, as of a run folder. */
export async function readCard(detector: string): Promise<string | null> {
  if (!detector.endsWith('.onnx')) return null;
  return readFile(detector.replace(/\.onnx$/, '.md'), 'utf8').catch(() => null);
}

/** What a card says first; null: no card. */
export function summariseCard(card: string | null): CardSummary {
  return card === null
    ? { headline: null, knownFailures: [] }
    : { headline: headlineOf(card), knownFailures: failuresOf(card) };
}

/** The first paragraph that is no heading. */
function headlineOf(card: string): string | null {
  const paragraph = card
    .split(/\n\s*\n/)
    .map((block) =>
      oneLine(
        block
          .split('\n')
          .filter((line) => !line.startsWith('#'))
          .join(' '),
      ),
    )
    .find((text) => text !== '');
  return paragraph ?? null;
}

function failuresOf(card: string): string[] {
  const [, section = ''] = card.split(/^## Where it fails\s*$/m);
  const [points = ''] = section.split(/^#/m, 1);
  return points
    .split(/^- /m)
    .slice(1)
    .map((point) => oneLine(point.split(/\n\s*\n/, 1)[0]!));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
