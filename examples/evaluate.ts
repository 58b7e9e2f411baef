// Judges a detector on labelled pictures: metrics with intervals, beside what a classifier scores that sees no pixel.
import { auditJudged, createRandom, evaluateDetector, loadDataset, loadDetector } from 'assay';

export async function evaluateExample(detectorPath: string, data: string): Promise<string[]> {
  // The audit joins near-duplicates into groups, so that copies of one picture count once in every interval.
  const random = createRandom(1);
  const judged = await auditJudged(await loadDataset({ root: data }), { random: random.fork('audit') });
  const { dataset, audit } = judged;
  const detector = await loadDetector(detectorPath);
  try {
    const { result } = await evaluateDetector(detector, dataset, { random, audit, resamples: 500 });
    const { accuracy, rocAuc } = result.summary.metrics;
    return [
      ...[['accuracy', accuracy] as const, ['ROC AUC', rocAuc] as const].map(
        ([name, { value, low, high }]) =>
          `${name}: ${value?.toFixed(3)} (${low?.toFixed(3)} to ${high?.toFixed(3)})`,
      ),
      `without seeing a pixel: ${audit.floor?.accuracy.value?.toFixed(3) ?? 'not defined'}`,
      ...result.warnings.map(({ message }) => message),
    ];
  } finally {
    await detector.close();
  }
}
