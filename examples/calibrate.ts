// Fits a detector's probabilities and thresholds to pictures it was not trained on, and writes it as a new file.
import { readFile, writeFile } from 'node:fs/promises';
import { calibrateDetector, createRandom, loadDataset } from 'assay';

export async function calibrateExample(detectorPath: string, data: string, out: string): Promise<string> {
  const dataset = await loadDataset({ root: data });
  const { bytes, result } = await calibrateDetector(await readFile(detectorPath), dataset, {
    random: createRandom(1),
    maxFalsePositiveRate: 0.05,
    maxMissRate: 0.1,
  });
  await writeFile(out, bytes);
  return JSON.stringify(result.report.thresholds);
}
