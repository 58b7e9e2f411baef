import { createHash } from 'node:crypto';
import type { Sample } from './sample.js';

/**
 * SHA-256 (hex) over the ids, labels and file digests of samples, in order of id: two data sets have the same
 * fingerprint only if they hold the same files under the same names and labels. Samples without a digest (those
 * that could not be read) do not count.
 */
export function fingerprintSamples(
  samples: readonly Pick<Sample, 'id' | 'label'>[],
  digests: ReadonlyMap<string, string>,
): string {
  const hash = createHash('sha256');
  for (const { id, label } of [...samples].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const digest = digests.get(id);
    if (digest !== undefined) hash.update(`${JSON.stringify(id)} ${label} ${digest}\n`);
  }
  return hash.digest('hex');
}
