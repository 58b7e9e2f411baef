import { resolve } from 'node:path';
import { setAsideCopies, type SizedSample } from './copies.js';
import type { Place } from './layout.js';
import { probeFiles } from './probe.js';
import type { Dataset, Sample, SkippedFile } from './sample.js';
import { byId, type FolderWalk } from './walk.js';

/**
 * Files found in folders as labelled samples, sorted by id: what holds no picture, lies outside the classes or is a
 * copy is listed with its reason.
 */
export async function gatherSamples(
  root: string,
  walk: FolderWalk,
  place: (id: string) => Place | undefined,
): Promise<Dataset> {
  const skipped: SkippedFile[] = [...walk.skipped];
  const found: SizedSample[] = [];
  for (const { id, file, size, skip } of await probeFiles(walk.files)) {
    const where = place(id);
    if (skip) skipped.push({ id, ...skip });
    else if (where === undefined) {
      skipped.push({ id, code: 'E_DATASET_OUTSIDE', message: 'The picture lies outside the class folders.' });
    } else {
      const { label, source, part } = where;
      const details = {
        ...(source === undefined ? {} : { source }),
        ...(part === undefined ? {} : { attributes: { part } }),
      };
      found.push({ size, sample: { id, file: resolve(file), label, ...details } });
    }
  }
  const { kept, copies } = await setAsideCopies(found);
  return {
    root,
    samples: withoutEmptySource(kept).sort(byId),
    skipped: [...skipped, ...copies].sort(byId),
  };
}

/** A source that every sample shares (the folder of an archive, say) tells nothing and is left out. */
function withoutEmptySource(samples: Sample[]): Sample[] {
  const shared = samples[0]?.source;
  if (shared === undefined || samples.some(({ source }) => source !== shared)) return samples;
  for (const sample of samples) delete sample.source;
  return samples;
}
