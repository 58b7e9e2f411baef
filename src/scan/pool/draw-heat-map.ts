import { basename, extname, join } from 'node:path';
import { chooseDetector, type Judge } from '../../detect/choose.js';
import { explain } from '../../detect/explain/explain.js';
import { plainError } from '../../detect/predict-each.js';
import type { PredictOptions } from '../../detect/predict-files.js';
import type { Verdict } from '../../detect/verdict.js';
import { writeFileWhole } from '../../files.js';
import { decodeImage } from '../../image/decode.js';
import { renderHeatMap } from '../../report/png/heat-map.js';
import type { JudgeInput } from './messages.js';

/**
 * Draws what the detector reacts to in a picture and says in its verdict where the map is: a file in `folder`, or
 * without one a `data:` address. A failure becomes a warning.
 */
export async function drawHeatMap(
  judge: Judge,
  input: JudgeInput,
  verdict: Verdict,
  folder: string | undefined,
  options: PredictOptions,
): Promise<void> {
  try {
    const image = await decodeImage(typeof input === 'string' ? input : input.bytes, options);
    const title = `${basename(verdict.file)}: ${verdict.verdict}, probability of fake ${verdict.probability.toFixed(3)}`;
    const { detector } = await chooseDetector(judge, image);
    const png = await renderHeatMap(image, await explain(detector, image), { title });
    verdict.evidence.pixels.heatMap =
      folder === undefined ? dataAddress(png) : await save(png, join(folder, heatMapName(verdict)));
  } catch (error) {
    verdict.warnings.push({ code: 'EXPLAIN_FAILED', message: plainError(error).message });
  }
}

function dataAddress(png: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}

async function save(png: Uint8Array, path: string): Promise<string> {
  await writeFileWhole(path, png);
  return path;
}

/** The picture's name as far as it is harmless, and enough of its digest that no two pictures share one. */
export function heatMapName({ file, sha256 }: Pick<Verdict, 'file' | 'sha256'>): string {
  // By characters: half of one would be another name once it is written.
  const name = [...basename(file, extname(file)).replace(/[^\p{L}\p{N}_-]+/gu, '_')].slice(0, 50).join('');
  return `${name}-${sha256.slice(0, 12)}.png`;
}
