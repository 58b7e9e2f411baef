// Judges files with a detector: one verdict a file, errors listed, the rest goes on.
import { loadDetector, predictFiles } from 'assay';

export async function predictExample(detectorPath: string, files: string[]): Promise<string[]> {
  const detector = await loadDetector(detectorPath);
  const lines: string[] = [];
  for await (const result of predictFiles(detector, files)) {
    lines.push(
      'error' in result
        ? `${result.file}: ${result.error.code}`
        : `${result.file}: ${result.verdict} (${result.probability.toFixed(3)})`,
    );
  }
  await detector.close();
  return lines;
}
