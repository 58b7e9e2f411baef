import cors from '@fastify/cors';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { AssayError } from '../errors.js';
import type { ServiceOptions } from './service.js';
import { MULTIPART_LIMITS } from './uploads.js';

/** Multipart bodies, and where they are asked for, other origins and a limit on requests a minute. */
export async function addPlugins(
  app: FastifyInstance,
  { cors: origins = [], rate }: Pick<ServiceOptions, 'cors' | 'rate'>,
): Promise<void> {
  await app.register(multipart, { limits: MULTIPART_LIMITS, throwFileSizeLimit: false });
  if (origins.length > 0) {
    await app.register(cors, {
      origin: origins.includes('*') ? '*' : [...origins],
      methods: ['GET', 'HEAD', 'POST'],
      exposedHeaders: ['x-request-id', 'retry-after'],
    });
  }
  if (rate !== undefined) {
    await app.register(rateLimit, {
      max: rate,
      timeWindow: 60_000,
      keyGenerator: (request) =>
        request.keyName === undefined ? `at ${request.ip}` : `key ${request.keyName}`,
      allowList: (request) => ['/healthz', '/readyz'].includes(request.routeOptions.url ?? ''),
      errorResponseBuilder: (_, { max, after }) =>
        new AssayError('E_HTTP_RATE', `More than ${max} requests within a minute. Try again in ${after}.`),
    });
  }
}
