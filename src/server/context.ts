import type { FastifyRequest } from 'fastify';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import type { Lookup } from '../public-address.js';
import type { Admission } from './admission.js';
import type { Model } from './models.js';
import type { OpenAt } from './remote/fetch-picture.js';
import type { ServiceMetrics } from './service-metrics.js';
import type { ServiceLimits } from './settings.js';

/** What the routes share. */
export interface ServiceContext {
  models: readonly Model[];
  admission: Admission;
  limits: ServiceLimits;
  metrics: ServiceMetrics;
  allowUrls: boolean;
  /** How hosts are resolved and asked; the system's own where absent. */
  network: { lookup?: Lookup; open?: OpenAt };
  /** File names may stand in the log. */
  logNames: boolean;
  state: { isClosing: boolean };
}

/** The model that a request names, or the first. Throws E_DETECTOR_UNKNOWN. */
export function modelOf(models: readonly Model[], name: string | undefined): Model {
  const model = name === undefined ? models[0] : models.find((each) => each.name === name);
  if (model) return model;
  throw new AssayError(
    'E_DETECTOR_UNKNOWN',
    `There is no model ${quoteName(name ?? '')} here; expected one of ${models.map((each) => each.name).join(', ')}.`,
  );
}

/** Throws E_HTTP_CLOSING where nothing can be judged any more. */
export function requireOpen({ state, models }: ServiceContext): void {
  if (state.isClosing)
    throw new AssayError('E_HTTP_CLOSING', 'The service is shutting down. Send the request to another one.');
  if (models.some(({ pool }) => pool.failure !== null))
    throw new AssayError(
      'E_HTTP_CLOSING',
      'The processes that judge have failed for good. Start the service again.',
    );
}

/** Bytes that a request says it brings; 0 where it does not say. */
export function announcedBytes({ headers }: FastifyRequest): number {
  const length = Number(headers['content-length'] ?? 0);
  return Number.isSafeInteger(length) ? length : 0;
}
