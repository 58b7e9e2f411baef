// Entry of a worker process (see pool.ts): opens a detector once, then judges what it is sent.
import sharp from 'sharp';
import { detectorsOf, type Judge } from '../../detect/choose.js';
import { openDetector } from '../../detect/open-detector.js';
import { plainError } from '../../detect/predict-each.js';
import { predictFiles, type PredictFailure, type PredictOptions } from '../../detect/predict-files.js';
import type { Verdict } from '../../detect/verdict.js';
import { readImageFile } from '../../image/read-image-file.js';
import type { InspectOptions } from '../../provenance/index.js';
import type { InspectedFile } from '../../report/inspection.js';
import type { FromWorker, JudgeInput, JudgeResult, JudgeSettings, JudgeTask, ToWorker } from './messages.js';

/** Pictures decoded at once for each of the two jobs that a worker has at hand: one while the other is judged. */
const DECODES = 2;

// One picture is one thread's work; the workers are what fills the cores. Decoded pictures are let go at once.
sharp.concurrency(1);
sharp.cache(false);

// The parent decides when to stop: a Ctrl-C in the terminal reaches this process too and must not break a job.
process.on('SIGINT', () => undefined).on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit(0));

interface Opened {
  detector: Judge;
  options: PredictOptions;
  inspection: InspectOptions;
  explain?: string;
}

let opened: Opened | null = null;

process.on('message', (message: ToWorker) => {
  const work =
    message.type === 'open' ? open(message.settings) : judge(message.job, message.task, message.inputs);
  // A parent that is gone hears nothing, and `disconnect` ends this process.
  void work.then((reply) => process.send?.(reply, undefined, {}, () => undefined));
});

async function open(settings: JudgeSettings): Promise<FromWorker> {
  const { detector: path, provenance = true, trust, limits, explain } = settings;
  try {
    const detector = await openDetector(path, { threads: 1 });
    const options = { ...limits, concurrency: DECODES };
    const inspection = trust === undefined ? {} : { trust: await trustList(trust) };
    opened = {
      detector,
      options: provenance ? { ...options, provenance: await claimReader(inspection) } : options,
      inspection,
      ...(explain !== undefined && { explain }),
    };
    const { info, sha256 } = detector;
    const detectors = detectorsOf(detector).map((each) => ({ info: each.info, sha256: each.sha256 }));
    return { type: 'opened', info, sha256, detectors };
  } catch (error) {
    return { type: 'refused', error: plainError(error) };
  }
}

async function trustList(pem: string): Promise<NonNullable<InspectOptions['trust']>> {
  const { parseTrustList } = await import('../../provenance/index.js');
  return parseTrustList(pem, 'the trust lists');
}

async function claimReader(options: InspectOptions): Promise<NonNullable<PredictOptions['provenance']>> {
  const { inspect } = await import('../../provenance/index.js');
  return async (bytes) => (await inspect(bytes, options)).claims;
}

async function judge(job: number, task: JudgeTask, inputs: readonly JudgeInput[]): Promise<FromWorker> {
  const { detector, options, explain, inspection } = opened!;
  if (task === 'inspection') {
    const results: JudgeResult[] = [];
    for (const input of inputs) results.push(await inspectSafely(input, inspection, options.maxBytes));
    return { type: 'judged', job, results };
  }
  const verdicts: (Verdict | PredictFailure)[] = [];
  for await (const result of predictFiles(detector, inputs, options)) verdicts.push(result);
  if (explain !== undefined || task === 'explained') {
    const { drawHeatMap } = await import('./draw-heat-map.js');
    for (const [i, result] of verdicts.entries()) {
      if (!('error' in result)) await drawHeatMap(detector, inputs[i]!, result, explain, options);
    }
  }
  return { type: 'judged', job, results: verdicts };
}

async function inspectSafely(
  input: JudgeInput,
  options: InspectOptions,
  maxBytes: number | undefined,
): Promise<InspectedFile | PredictFailure> {
  const file = typeof input === 'string' ? input : input.file;
  try {
    const { inspect } = await import('../../provenance/index.js');
    const bytes = typeof input === 'string' ? await readImageFile(input, maxBytes) : input.bytes;
    return { file, ...(await inspect(bytes, options)) };
  } catch (error) {
    return { file, error: plainError(error) };
  }
}
