import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DetectorInfo } from '../model/index.js';
import { listBuiltInDetectors, MODELS_FOLDER } from './built-in.js';
import { readDetectorFile } from './detector-path.js';
import { readCard, summariseCard, type CardSummary } from './model-card.js';

/** A detector that comes with the package. Plain JSON. */
export interface BuiltInModel extends CardSummary {
  /** What `--model` takes. */
  name: string;
  /** Hex SHA-256 of its file. */
  sha256: string;
  /** Size of its file. */
  bytes: number;
  /** What the file says of itself, without its tables. */
  info: Omit<DetectorInfo, 'tables'>;
  /** The whole card, Markdown; null where there is none. */
  card: string | null;
}

/** The built-in detectors with their cards (`models/NAME.md`), by name. Throws E_DETECTOR_INVALID, E_FILE_READ. */
export async function listBuiltInModels(folder = MODELS_FOLDER): Promise<BuiltInModel[]> {
  const names = await listBuiltInDetectors(folder);
  return Promise.all(
    names.map(async (name) => {
      const file = join(folder, `${name}.onnx`);
      const { bytes, info } = await readDetectorFile(file);
      const { tables, ...rest } = info;
      void tables;
      const card = await readCard(file);
      return {
        name,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        bytes: bytes.length,
        info: rest,
        ...summariseCard(card),
        card,
      };
    }),
  );
}
