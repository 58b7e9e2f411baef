// Says which differences between detectors that judged the same pictures are more than chance.
import { compareDetectors, createRandom, loadDataset, loadDetector, scoreDataset } from 'assay';

export async function compareExample(detectorPaths: string[], data: string): Promise<string[]> {
  const { samples } = await loadDataset({ root: data });
  const judged = [];
  for (const path of detectorPaths) {
    const detector = await loadDetector(path);
    const { scored } = await scoreDataset(detector, samples, { random: createRandom(1) });
    judged.push({ name: path, scored });
    await detector.close();
  }
  const { pairs } = compareDetectors(judged, { random: createRandom(2), resamples: 500 });
  return pairs.map(({ words }) => words.rocAuc);
}
