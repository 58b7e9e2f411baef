import type { AuditReport } from '../../dataset/audit/types.js';
import { countLabels } from '../../dataset/check.js';
import type { Dataset } from '../../dataset/sample.js';
import { AssayError } from '../../errors.js';
import { checkBackbone } from '../../model/backbone.js';
import { auditNotices, digestAudit } from '../../train/audit-digest.js';
import { checkConfig } from '../../train/check-config.js';
import { recipeConfig, type TrainConfig } from '../../train/config.js';
import { giveFiles } from '../platform/files.js';
import { env } from '../platform/onnxruntime.js';
import { serve } from '../worker/serve.js';
import { datasetOf } from './given-files.js';
import type { TrainingCalls } from './protocol.js';
import { auditGiven, trainGiven } from './run.js';

let audited: { dataset: Dataset; audit: AuditReport; config: TrainConfig } | undefined;

serve<TrainingCalls>({
  audit: async ({ files, choices: { name, epochs, seed } }, onProgress) => {
    giveFiles(files);
    const config = checkConfig({
      ...recipeConfig({ root: name }, env.wasm.numThreads ?? 1),
      epochs,
      seed,
    });
    const dataset = await datasetOf(files.map(([id]) => id));
    const audit = await auditGiven(dataset, config, onProgress);
    audited = { dataset, audit, config };
    const digest = digestAudit(audit);
    return {
      notices: auditNotices(digest),
      floor: digest.headerFloor,
      blocks: audit.findings.some(({ grade }) => grade === 'blocks'),
      counts: countLabels(dataset.samples),
      skipped: audit.unreadable,
    };
  },
  train: async ({ backbone: bytes, about }, onProgress) => {
    if (!audited) throw new AssayError('E_ARGUMENT', 'No pictures have been looked at yet.');
    const { name, title, source, licence, pretraining } = about;
    const file = { name, bytes, about: { title, source, licence, pretraining } };
    const { size, scale } = audited.config;
    const backbone = await checkBackbone(file, { size, scale }, about);
    return trainGiven({ ...audited, backbone }, onProgress);
  },
});
