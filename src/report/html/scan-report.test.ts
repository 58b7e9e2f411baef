import { expect, it } from 'vitest';
import { loadDetector } from '../../detect/index.js';
import { tinyDetectorFile } from '../../detect/testing/tiny-detector.js';
import { createCollector } from '../../scan/index.js';
import { renderScanReport } from './scan-report.js';

it('shows the facts of every detector that judges', async () => {
  const detectors = await Promise.all(
    ['one', 'two'].map(async (name) => loadDetector(await tinyDetectorFile({ name }))),
  );
  const page = (some: typeof detectors): string =>
    renderScanReport({
      ...createCollector().result(),
      paths: ['p'],
      detector: { info: some[0]!.info, sha256: 'of the set', detectors: some },
      seconds: 1,
      thumbnails: {},
      madeBy: 'Assay',
    });
  const [one, two] = detectors.map(({ sha256 }) => sha256);
  expect(page(detectors)).toContain('What is known of two');
  for (const digest of [one!, two!]) expect(page(detectors)).toContain(digest);
  expect(page(detectors.slice(0, 1))).not.toContain('chosen by what it shows');
  await Promise.all(detectors.map((detector) => detector.close()));
});
