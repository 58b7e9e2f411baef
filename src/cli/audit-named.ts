import { join } from 'node:path';
import type { AuditReport } from '../dataset/index.js';
import { auditJudged } from '../detect/index.js';
import { defaultCacheFolder } from '../train/feature-cache.js';
import type { ScoreArguments } from './evaluate.js';
import type { NamedData } from './read-data.js';
import type { ScoringOutput } from './scoring.js';

/**
 * Audits the pictures that a command is to judge, unless told not to: their near-duplicates join the groups, and
 * the words on the grouping say so.
 */
export async function auditNamed<T extends Pick<NamedData, 'dataset' | 'grouping'>>(
  data: T,
  { audit: isWanted, dataCache }: Pick<ScoreArguments, 'audit' | 'dataCache'>,
  output: ScoringOutput,
): Promise<T & { audit?: AuditReport }> {
  if (!isWanted) return data;
  const { random, signal, concurrency, onProgress } = output.options('Auditing', data.dataset.samples.length);
  const { dataset, audit, clusters } = await auditJudged(data.dataset, {
    random: random.fork('audit'),
    ...(signal === undefined ? {} : { signal }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(dataCache === false ? {} : { cache: join(dataCache ?? defaultCacheFolder(), 'audit') }),
    onProgress: ({ stage, done, total }) => {
      if (stage === 'files') onProgress?.(done, total);
    },
  });
  const words = `near-duplicates (${clusters} ${clusters === 1 ? 'cluster' : 'clusters'})`;
  const grouping = [data.grouping, clusters > 0 ? words : null].filter((text) => text !== null).join(', ');
  return { ...data, dataset, audit, grouping: grouping === '' ? null : grouping };
}
