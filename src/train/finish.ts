import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { drawGallery, shrink } from '../dataset/gallery.js';
import { countLabels, type Sample } from '../dataset/index.js';
import { loadDetector, scoreDataset } from '../detect/index.js';
import { summarise } from '../evaluate/index.js';
import { AssayError } from '../errors.js';
import { writeFileWhole } from '../files.js';
import { decodeImage } from '../image/index.js';
import { LABELS } from '../labels.js';
import { createRandom, shuffle } from '../random.js';
import { renderCurves } from '../report/charts/curves.js';
import { formatHistoryCsv } from '../report/history.js';
import { formatJson } from '../report/json.js';
import { renderGallery } from '../report/png/gallery.js';
import { pagePicture } from '../report/png/page-picture.js';
import { type PredictionItem, renderPredictionGrid } from '../report/png/predictions.js';
import { renderRunReport } from '../report/html/run-report.js';
import type { ModelSummary, Picture } from '../report/types.js';
import type { Checkpoint } from './checkpoint.js';
import type { TrainConfig } from './config.js';
import { waitedShare } from './history.js';
import type { PreparedData } from './prepare.js';
import type { HeldOutPrediction, TrainResult } from './result.js';
import { dataName } from './data-name.js';
import { GRID, predictionGrid } from './prediction-grid.js';
import { RUN_FILES } from './run-folder.js';
import { toRunReport } from './run-report.js';

/**
 * Judges the held-out samples with `best.onnx` as a user would, through the file, and writes what a run leaves
 * to look at. Throws E_FILE_WRITE.
 */
export async function finishRun(run: {
  folder: string;
  config: TrainConfig;
  data: PreparedData;
  model: ModelSummary;
  last: Checkpoint;
}): Promise<TrainResult> {
  const { folder, config, data, model, last } = run;
  const path = (name: keyof typeof RUN_FILES): string => join(folder, RUN_FILES[name]);
  const bytes = last.callbacks.best ? await readBest(path('best')) : null;
  // In a fixed random order, so that the grid shows both classes wherever it starts.
  const shown = shuffle([...data.validation], createRandom(config.seed).fork('grid'));
  const predictions = bytes ? await judge(bytes, shown, config, data.equalisation) : [];
  const result: TrainResult = {
    name: basename(folder),
    data: dataName(config),
    config,
    dataFingerprint: data.fingerprint,
    counts: { train: countLabels(data.training), validation: countLabels(data.validation) },
    skipped: data.dataset.skipped,
    split: { method: data.split.method, warnings: data.split.warnings ?? [] },
    audit: data.audit,
    equalisation: data.equalisation,
    model,
    history: last.history,
    waited: waitedShare(last.history),
    peakMemory: process.resourceUsage().maxRSS * 1024,
    best: last.callbacks.best,
    predictions,
    detector: bytes && { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length },
  };
  await writeFileWhole(path('history'), formatHistoryCsv(last.history));
  await writeFileWhole(path('result'), formatJson(result));
  await writeFileWhole(path('curves'), renderCurves(last.history, bestEpoch(result)));
  const galleries = await writeGalleries(path, config, data);
  if (predictions.length === 0) return result;
  const grid = await gridItems(data.validation, predictions, config.gridStart);
  const bytesOfGrid = await renderPredictionGrid(grid);
  await writeFileWhole(path('predictions'), bytesOfGrid);
  const evaluation = summarise(predictions, { random: createRandom(config.seed).fork('bootstrap') });
  const report = toRunReport(result, evaluation, {
    galleries,
    predictions: await pagePicture(bytesOfGrid, `${grid.length} held-out pictures with prediction and truth`),
  });
  await writeFileWhole(path('report'), renderRunReport(report));
  return result;
}

async function readBest(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    throw new AssayError(
      'E_CHECKPOINT_INVALID',
      `${path} could not be read, yet the run's checkpoint says it was written. Put it back, or remove the folder \`last\` to start the run again from its first epoch.`,
      { cause },
    );
  });
}

async function writeGalleries(
  path: (name: keyof typeof RUN_FILES) => string,
  config: TrainConfig,
  data: PreparedData,
): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const label of LABELS) {
    const gallery = await drawGallery(data.dataset.samples, label, GRID, createRandom(config.seed));
    const bytes = await renderGallery(gallery.items.map(({ id, image }) => ({ image, caption: id })));
    await writeFileWhole(path(label === 'real' ? 'galleryReal' : 'galleryFake'), bytes);
    const words = `${gallery.items.length} ${label} pictures`;
    pictures.push(await pagePicture(bytes, words, words));
  }
  return pictures;
}

function bestEpoch({ best }: TrainResult): { bestEpoch?: number } {
  return best ? { bestEpoch: best.epoch } : {};
}

/** Scores samples through the detector file: as they are, or with the histories that validation saw. */
async function judge(
  detectorFile: Uint8Array,
  samples: readonly Sample[],
  config: TrainConfig,
  equalisation: PreparedData['equalisation'],
): Promise<HeldOutPrediction[]> {
  const detector = await loadDetector(detectorFile);
  try {
    const isEqualised = equalisation?.validation === true;
    const { scored } = await scoreDataset(detector, samples, {
      random: createRandom(config.seed),
      equalise: isEqualised && equalisation.options,
    });
    return scored;
  } finally {
    await detector.close();
  }
}

async function gridItems(
  samples: readonly Sample[],
  predictions: readonly HeldOutPrediction[],
  start: number,
): Promise<PredictionItem[]> {
  const files = new Map(samples.map(({ id, file }) => [id, file]));
  const items: PredictionItem[] = [];
  for (const { id, ...item } of predictionGrid(predictions, start)) {
    items.push({ image: shrink(await decodeImage(files.get(id)!)), ...item });
  }
  return items;
}
