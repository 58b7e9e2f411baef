import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  auditDataset,
  type AuditFinding,
  type AuditProgress,
  type AuditReport,
  type Dataset,
  readSplit,
} from '../dataset/index.js';
import { AssayError } from '../errors.js';
import { writeFileWhole } from '../files.js';
import { createRandom } from '../random.js';
import { VERSION } from '../version.js';
import type { TrainConfig } from './config.js';
import { defaultCacheFolder } from './feature-cache.js';
import { RUN_FILES } from './run-folder.js';

/** What a caller may see and steer of an audit. */
export interface AuditHooks {
  onAudit?(progress: AuditProgress): void;
  /** Folder of the feature cache; facts of files are kept below it. */
  cacheFolder?: string | null;
  signal?: AbortSignal;
}

/**
 * The audit of a run's data: the one already in its folder (a resumed run), else made now and written there. Null
 * where the config wants none. Throws E_AUDIT_BLOCKED on a blocking finding that was not accepted.
 */
export async function auditRun(
  folder: string,
  config: TrainConfig,
  dataset: Dataset,
  hooks: AuditHooks,
): Promise<AuditReport | null> {
  if (!config.audit) return null;
  const path = join(folder, RUN_FILES.audit);
  let audit = await readAudit(path);
  if (audit === null) {
    const { cacheFolder = defaultCacheFolder(), onAudit, signal } = hooks;
    // Pictures that the split lacks may be those that cannot be read, which nobody knows yet.
    const split =
      config.splitFile === null
        ? null
        : await readSplit(config.splitFile, dataset.samples, undefined, { allowMissing: true });
    audit = await auditDataset(dataset, {
      random: createRandom(config.seed).fork('audit'),
      ...(split ? { split } : {}),
      ...(cacheFolder === null ? {} : { cache: join(cacheFolder, 'audit') }),
      ...(onAudit ? { onProgress: onAudit } : {}),
      ...(signal ? { signal } : {}),
    });
    await writeAudit(folder, audit);
  }
  const blocking = audit.findings.filter(({ grade }) => grade === 'blocks');
  if (blocking.length > 0 && !config.acceptFindings) throw blocked(folder, blocking);
  return audit;
}

/** Writes `audit.json` and, to look at, `audit.html`. */
async function writeAudit(folder: string, audit: AuditReport): Promise<void> {
  // Only here: a resumed run need not wait for the pages to be loaded.
  const { formatAuditFiles } = await import('../report/audit-files.js');
  const files = formatAuditFiles(audit, { madeBy: `Assay ${VERSION}` });
  for (const [name, text] of Object.entries(files)) await writeFileWhole(join(folder, name), text);
}

async function readAudit(path: string): Promise<AuditReport | null> {
  try {
    const audit = JSON.parse(await readFile(path, 'utf8')) as AuditReport;
    return audit.version === 1 ? audit : null;
  } catch {
    return null; // It is made again: the same data and seed give the same audit.
  }
}

function blocked(folder: string, findings: readonly AuditFinding[]): AssayError {
  const listed = findings.map(({ id, title }) => `\n- ${id}: ${title}`).join('');
  return new AssayError(
    'E_AUDIT_BLOCKED',
    `The audit found what would make every score on this data mean less than it says:${listed}\n` +
      `Mend the data (what to do stands in ${join(folder, RUN_FILES.auditPage)}), or go on all the same with --resume ${folder} --accept-findings; the report will show what was accepted.`,
  );
}
