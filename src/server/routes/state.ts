import type { FastifyInstance } from 'fastify';
import { VERSION } from '../../version.js';
import { requireOpen, type ServiceContext } from '../context.js';
import { METRICS_TYPE } from '../metrics.js';
import { errorAnswers, MODELS_ANSWER, STATE_ANSWER } from '../schemas.js';

/** `GET /healthz`, `/readyz`, `/metrics` and `/v1/models`. */
export function addStateRoutes(app: FastifyInstance, context: ServiceContext): void {
  const tags = ['state'];
  app.get(
    '/healthz',
    {
      schema: {
        summary: 'The service is alive',
        tags,
        response: { 200: { description: 'Alive.', ...STATE_ANSWER } },
      },
    },
    () => ({ status: 'ok', version: VERSION }),
  );
  app.get(
    '/readyz',
    {
      schema: {
        summary: 'The service takes pictures',
        tags,
        response: { 200: { description: 'Ready.', ...STATE_ANSWER }, ...errorAnswers(503) },
      },
    },
    () => {
      requireOpen(context);
      return { status: 'ok', version: VERSION };
    },
  );
  app.get(
    '/metrics',
    {
      schema: {
        summary: 'Counters and gauges for Prometheus',
        tags,
        produces: ['text/plain'],
        response: { 200: { description: 'Text format 0.0.4.', type: 'string' }, ...errorAnswers(401) },
      },
    },
    (_, reply) => reply.type(METRICS_TYPE).send(context.metrics.text()),
  );
  app.get(
    '/v1/models',
    {
      schema: {
        summary: 'The detectors that judge here',
        tags: ['pictures'],
        response: { 200: { description: 'Models.', ...MODELS_ANSWER }, ...errorAnswers(401) },
      },
    },
    (request) => ({ requestId: request.id, models: describeModels(context) }),
  );
}

function describeModels({ models }: ServiceContext): object[] {
  return models.map(({ name, detectors, pool: { info, sha256 } }, i) => ({
    name,
    isDefault: i === 0,
    sha256,
    detector: info.name,
    detectors,
    view: info.view,
    thresholds: info.thresholds,
    thresholdFit: info.thresholdFit,
    calibration: info.calibration.method,
    training: info.training,
    backbone: info.backbone?.title ?? null,
    licence: info.licence,
  }));
}
