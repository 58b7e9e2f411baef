import type { Sample, SkippedFile } from '../dataset/sample.js';
import { skippedFile } from '../dataset/skipped-file.js';
import { hashFile } from '../image/index.js';
import { mapInOrder } from '../concurrency.js';
import type { ViewSource } from './pipeline/view-source.js';

/** What going once over all samples told. */
export interface ReadViews {
  /** By sample id: hex SHA-256 of the file's bytes. */
  digests: Map<string, string>;
  skipped: SkippedFile[];
}

/**
 * Makes every sample's fixed view once: what cannot be read is found before training begins, and small views are
 * kept for it. Unreadable pictures are listed.
 */
export async function readViews(
  samples: readonly Sample[],
  views: ViewSource,
  onProgress: (done: number, total: number) => void,
): Promise<ReadViews> {
  const read: ReadViews = { digests: new Map(), skipped: [] };
  let done = 0;
  const tried = mapInOrder(samples, 8, async (sample) => {
    try {
      const digest = await hashFile(sample.file);
      for await (const view of views.fixed([sample])) void view;
      return { id: sample.id, digest };
    } catch (error) {
      return skippedFile(sample.id, error);
    }
  });
  for await (const result of tried) {
    if ('digest' in result) read.digests.set(result.id, result.digest);
    else read.skipped.push(result);
    onProgress(++done, samples.length);
  }
  return read;
}
