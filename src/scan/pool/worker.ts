// Entry of a worker process (see pool.ts): opens a detector once, then judges what it is sent.
import sharp from 'sharp';
import { loadDetector, type Detector } from '../../detect/detector.js';
import { plainError } from '../../detect/predict-each.js';
import { predictFiles, type PredictFailure, type PredictOptions } from '../../detect/predict-files.js';
import type { Verdict } from '../../detect/verdict.js';
import type { FromWorker, JudgeInput, JudgeSettings, ToWorker } from './messages.js';

/** Pictures decoded at once for each of the two jobs that a worker has at hand: one while the other is judged. */
const DECODES = 2;

// One picture is one thread's work; the workers are what fills the cores. Decoded pictures are let go at once.
sharp.concurrency(1);
sharp.cache(false);

// The parent decides when to stop: a Ctrl-C in the terminal reaches this process too and must not break a job.
process.on('SIGINT', () => undefined).on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit(0));

let opened: { detector: Detector; options: PredictOptions; explain?: string } | null = null;

process.on('message', (message: ToWorker) => {
  const work = message.type === 'open' ? open(message.settings) : judge(message.job, message.inputs);
  void work.then((reply) => process.send?.(reply));
});

async function open(settings: JudgeSettings): Promise<FromWorker> {
  const { detector: path, provenance = true, trust, limits, explain } = settings;
  try {
    const detector = await loadDetector(path, { threads: 1 });
    const options = { ...limits, concurrency: DECODES };
    opened = {
      detector,
      options: provenance ? { ...options, provenance: await claimReader(trust) } : options,
      ...(explain !== undefined && { explain }),
    };
    return { type: 'opened', info: detector.info, sha256: detector.sha256 };
  } catch (error) {
    return { type: 'refused', error: plainError(error) };
  }
}

async function claimReader(pem: string | undefined): Promise<NonNullable<PredictOptions['provenance']>> {
  const { inspect, parseTrustList } = await import('../../provenance/index.js');
  const options = pem === undefined ? {} : { trust: parseTrustList(pem, 'the trust lists') };
  return async (bytes) => (await inspect(bytes, options)).claims;
}

async function judge(job: number, inputs: readonly JudgeInput[]): Promise<FromWorker> {
  const { detector, options, explain } = opened!;
  const results: (Verdict | PredictFailure)[] = [];
  for await (const result of predictFiles(detector, inputs, options)) results.push(result);
  if (explain !== undefined) {
    const { drawHeatMap } = await import('./draw-heat-map.js');
    for (const [i, result] of results.entries()) {
      if (!('error' in result)) await drawHeatMap(detector, inputs[i]!, result, explain, options);
    }
  }
  return { type: 'judged', job, results };
}
