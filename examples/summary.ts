// Says what a detector file holds: its layers, what it was trained on, how it is calibrated.
import { readFile } from 'node:fs/promises';
import { formatSummary, readDetector, summariseDetector } from 'assay';

export async function summaryExample(detectorPath: string): Promise<string> {
  const bytes = await readFile(detectorPath);
  const { name, training, calibration } = readDetector(bytes);
  return `${name}: ${JSON.stringify({ training, calibration })}\n${formatSummary(summariseDetector(bytes))}`;
}
