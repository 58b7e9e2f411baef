import type { AuditProgress } from '../dataset/index.js';
import { createProgress, type Progress, type ProgressStream } from '../report/index.js';

/** Shows an audit as it goes. */
export interface AuditReporter {
  onAudit(progress: AuditProgress): void;
  /** Ends a bar that was broken off. */
  stop(): void;
}

/** What each stage that takes long is called. The others are over before a bar could be read. */
const LABELS: Partial<Record<AuditProgress['stage'], string>> = {
  files: 'Audit: reading',
  duplicates: 'Audit: comparing',
};

/** A bar for each stage of an audit that takes long. */
export function createAuditReporter(stream: ProgressStream): AuditReporter {
  let bar: Progress | null = null;
  let current: AuditProgress['stage'] | null = null;
  return {
    onAudit({ stage, done, total }) {
      if (stage !== current) {
        bar?.stop();
        const label = LABELS[stage];
        bar = label === undefined || total < 2 ? null : createProgress({ stream, total, label });
        current = stage;
      }
      bar?.update(done);
      if (done === total) bar?.finish();
    },
    stop: () => bar?.stop(),
  };
}
