import { join } from 'node:path';
import { shrink } from '../dataset/gallery.js';
import type { Sample } from '../dataset/index.js';
import { AssayError } from '../errors.js';
import { makeFolder, writeFileWhole } from '../files.js';
import { decodeMany } from '../image/index.js';
import { LABELS } from '../labels.js';
import type { PredictionItem } from '../report/index.js';
import { VERSION } from '../version.js';
import type { Evaluation } from './evaluation-result.js';

/** Names of the files in an evaluation's folder, beside its charts. */
export const EVALUATION_FILES = {
  result: 'evaluation.json',
  scores: 'scores.csv',
  report: 'report.html',
  mistakes: 'mistakes.png',
} as const;

/** Mistakes shown of each class, as pictures. */
const SHOWN = 12;

/**
 * Writes an evaluation into a folder: `evaluation.json`, `scores.csv`, a page that stands alone, its charts as
 * SVG and the worst mistakes as a grid of pictures. `samples` say where the pictures are. Returns the names
 * written. Throws E_FILE_WRITE.
 */
export async function writeEvaluation(
  folder: string,
  evaluation: Evaluation,
  samples: readonly Sample[],
): Promise<string[]> {
  // Only here: who judges a picture need not wait for the charts to be loaded.
  const draw = await import('../report/index.js');
  const { result } = evaluation;
  const items = await mistakeItems(evaluation, samples);
  const grid = items.length > 0 ? await draw.renderPredictionGrid(items) : null;
  const mistakes =
    grid &&
    (await draw.pagePicture(
      grid,
      `${items.length} pictures that were called wrongly, the most confident mistakes first`,
    ));
  const report = draw.toEvaluationReport(result, {
    madeBy: `Assay ${VERSION}`,
    ...(mistakes && { mistakes }),
  });
  const files: Record<string, string | Uint8Array> = {
    [EVALUATION_FILES.result]: draw.formatJson(result),
    [EVALUATION_FILES.scores]: draw.formatScores(evaluation),
    [EVALUATION_FILES.report]: draw.renderEvaluationReport(report),
    ...draw.evaluationCharts(result),
    ...(grid && { [EVALUATION_FILES.mistakes]: grid }),
  };
  for (const [name, content] of Object.entries(files)) await writeFileWhole(join(folder, name), content);
  return Object.keys(files);
}

/** Makes a folder for results, before hours of work are put into them. Throws E_FILE_WRITE. */
export async function makeOutputFolder(folder: string): Promise<void> {
  await makeFolder(folder).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError(
      'E_FILE_WRITE',
      `Could not make the folder ${folder}: ${reason}. Choose another with --out.`,
      {
        cause,
      },
    );
  });
}

async function mistakeItems(
  { result, scores }: Evaluation,
  samples: readonly Sample[],
): Promise<PredictionItem[]> {
  const files = new Map(samples.map(({ id, file }) => [id, file]));
  const places = new Map(scores.map(({ id }, i) => [id, i]));
  const shown = LABELS.flatMap((label) => result.worstMistakes[label].slice(0, SHOWN)).flatMap((mistake) => {
    const file = files.get(mistake.id);
    return file === undefined ? [] : [{ ...mistake, file }];
  });
  const items: PredictionItem[] = [];
  for await (const decoded of decodeMany(shown)) {
    if ('error' in decoded) continue;
    const { id, label, probability } = decoded.item;
    items.push({
      image: shrink(decoded.image),
      index: places.get(id)!,
      predicted: label === 'fake' ? 'real' : 'fake',
      actual: label,
      probability,
      name: id,
    });
  }
  return items;
}
