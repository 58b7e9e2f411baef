import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DetectorInfo } from '../model/index.js';
import { listBuiltInDetectors, MODELS_FOLDER } from './built-in.js';
import { readDetectorFile } from './detector-path.js';

/** A detector that comes with the package. Plain JSON. */
export interface BuiltInModel {
  /** What `--model` takes. */
  name: string;
  /** Hex SHA-256 of its file. */
  sha256: string;
  /** Size of its file. */
  bytes: number;
  /** What the file says of itself, without its tables. */
  info: Omit<DetectorInfo, 'tables'>;
  /** First paragraph of its card: what it is for and its headline figures; null where there is no card. */
  headline: string | null;
  /** The whole card, Markdown; null where there is none. */
  card: string | null;
}

/** The built-in detectors with their cards (`models/NAME.md`), by name. Throws E_DETECTOR_INVALID, E_FILE_READ. */
export async function listBuiltInModels(folder = MODELS_FOLDER): Promise<BuiltInModel[]> {
  const names = await listBuiltInDetectors(folder);
  return Promise.all(
    names.map(async (name) => {
      const { bytes, info } = await readDetectorFile(join(folder, `${name}.onnx`));
      const { tables, ...rest } = info;
      void tables;
      const card = await readFile(join(folder, `${name}.md`), 'utf8').catch(() => null);
      return {
        name,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        bytes: bytes.length,
        info: rest,
        headline: card === null ? null : cardHeadline(card),
        card,
      };
    }),
  );
}

/** The first paragraph that is no heading, on one line; null where there is none. */
export function cardHeadline(card: string): string | null {
  const paragraph = card
    .split(/\n\s*\n/)
    .map((block) =>
      block
        .split('\n')
        .filter((line) => !line.startsWith('#'))
        .join(' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .find((text) => text !== '');
  return paragraph ?? null;
}
