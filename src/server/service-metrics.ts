import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { PredictFailure, Verdict } from '../detect/index.js';
import type { InspectedFile } from '../report/index.js';
import type { Admission } from './admission.js';
import { createMetrics, type Metrics } from './metrics.js';
import type { Model } from './models.js';
import type { ServiceLimits } from './settings.js';

/** What the service counts. */
export interface ServiceMetrics {
  answered(route: string, method: string, status: number, seconds: number): void;
  refused(code: string): void;
  result(model: string, result: Verdict | InspectedFile | PredictFailure): void;
  text(): string;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counters of requests and pictures, and gauges of what is under way; `docs/server.md` lists them. */
export function createServiceMetrics(
  models: readonly Model[],
  admission: Admission,
  limits: ServiceLimits,
): ServiceMetrics {
  const metrics = createMetrics();
  const requests = metrics.counter('assay_http_requests_total', 'Answers by route, method and status.', [
    'route',
    'method',
    'status',
  ]);
  const seconds = metrics.histogram(
    'assay_http_request_duration_seconds',
    'Seconds from the head of a request to the end of its answer.',
    SECONDS,
    ['route'],
  );
  const errors = metrics.counter('assay_http_errors_total', 'Answers that are errors, by code.', ['code']);
  const pictures = metrics.counter('assay_pictures_total', 'Pictures by what came of them.', [
    'model',
    'result',
  ]);
  const failures = metrics.counter('assay_picture_errors_total', 'Pictures not judged, by code.', ['code']);
  addGauges(metrics, models, admission, limits);
  return {
    answered(route, method, status, took) {
      requests({ route, method, status: String(status) });
      seconds(took, { route });
    },
    refused: (code) => errors({ code }),
    result(model, result) {
      if ('error' in result) failures({ code: result.error.code });
      const came = 'error' in result ? 'error' : 'verdict' in result ? result.verdict : 'inspected';
      pictures({ model, result: came });
    },
    text: () => metrics.text(),
  };
}

function addGauges(
  metrics: Metrics,
  models: readonly Model[],
  admission: Admission,
  limits: ServiceLimits,
): void {
  const { gauge } = metrics;
  gauge('assay_requests_in_flight', 'Requests with pictures under way.', () => admission.requests);
  gauge('assay_pictures_in_flight', 'Pictures waiting or being judged.', () => admission.pictures);
  gauge('assay_pictures_limit', 'Above which requests are refused.', () => limits.maxQueued);
  gauge('assay_held_bytes', 'Bytes of bodies held.', () => admission.bytes);
  gauge('assay_held_bytes_limit', 'Above which requests are refused.', () => limits.maxHeldBytes);
  gauge('assay_workers', 'Processes that judge, alive now.', () =>
    models.map(({ name, pool }) => ({ labels: { model: name }, value: pool.pids.length })),
  );
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  gauge('assay_event_loop_delay_seconds', 'The 99th percentile since the last reading.', () => {
    const p99 = delay.percentile(99) / 1e9;
    delay.reset();
    return Number.isFinite(p99) ? p99 : 0;
  });
  gauge('process_resident_memory_bytes', 'Of the service itself, without its processes.', () =>
    process.memoryUsage.rss(),
  );
  gauge('process_start_time_seconds', 'Since 1970.', () => Math.round(Date.now() / 1000 - process.uptime()));
}
