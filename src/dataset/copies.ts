import { hashFile } from '../image/read-image-file.js';
import { quoteName } from '../files.js';
import type { Sample, SkippedFile } from './sample.js';
import { byId } from './walk.js';

/** A sample and the bytes of its file. */
export interface SizedSample {
  sample: Sample;
  size: number;
}

/**
 * Takes out byte-for-byte copies that carry the same file name and label, as when a data set was unpacked
 * twice into its own folder; the copy in the shallowest folder stays. Only files that share name, label and
 * size are read. Copies that stand in different published parts (train and test) stay, for the audit to find.
 */
export async function setAsideCopies(
  samples: readonly SizedSample[],
): Promise<{ kept: Sample[]; copies: SkippedFile[] }> {
  const alike = new Map<string, SizedSample[]>();
  for (const sized of samples) {
    const { sample, size } = sized;
    const key = [sample.label, sample.attributes?.['part'] ?? '', size, baseName(sample.id)].join('/');
    const others = alike.get(key);
    if (others) others.push(sized);
    else alike.set(key, [sized]);
  }
  const copyOf = new Map<string, string>();
  for (const candidates of alike.values()) {
    if (candidates.length < 2) continue;
    candidates.sort(({ sample: a }, { sample: b }) => depthOf(a) - depthOf(b) || byId(a, b));
    const firstByHash = new Map<string, string>();
    for (const {
      sample: { id, file },
    } of candidates) {
      const hash = await hashFile(file).catch(() => id); // unreadable: no copy of anything, its decoding will tell
      const first = firstByHash.get(hash);
      if (first === undefined) firstByHash.set(hash, id);
      else copyOf.set(id, first);
    }
  }
  const kept: Sample[] = [];
  const copies: SkippedFile[] = [];
  for (const { sample } of samples) {
    const first = copyOf.get(sample.id);
    if (first === undefined) kept.push(sample);
    else {
      const message = `The same bytes under the same name and label as ${quoteName(first)}, which is counted.`;
      copies.push({ id: sample.id, code: 'E_DATASET_DUPLICATE_COPY', message });
    }
  }
  return { kept, copies };
}

function baseName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

function depthOf({ id }: Sample): number {
  return id.split('/').length;
}
