import type { FastifyInstance } from 'fastify';
import { AssayError } from '../errors.js';
import { createAdmission } from './admission.js';
import { addHooks, createApp } from './app.js';
import type { ServiceContext } from './context.js';
import { addDescription } from './description.js';
import type { GuardOptions } from './guard.js';
import { openModels, type ModelOptions } from './models.js';
import { addPlugins } from './plugins.js';
import { addPictureRoutes } from './routes/pictures.js';
import { addStateRoutes } from './routes/state.js';
import { createServiceMetrics } from './service-metrics.js';
import { DEFAULT_SERVICE_LIMITS, type ServiceLimits } from './settings.js';
import { addSite } from './site.js';

/** How a service runs; every part has a default. */
export interface ServiceOptions extends Partial<Pick<ModelOptions, 'detectors' | 'workers'>> {
  limits?: Partial<ServiceLimits>;
  /** Read what files say of themselves. Default true. */
  provenance?: boolean;
  /** PEM text of authorities or signers whose C2PA signatures are trusted. */
  trust?: string;
  /** Keys of which a request needs one; read at each request, so that they can change. Default: none is needed. */
  keys?: GuardOptions['keys'];
  /** Most requests of one key, or one address, a minute. Default: no such limit. */
  rate?: number;
  /** Origins of other pages that may ask. Default: none. */
  cors?: readonly string[];
  /** Host names that the service is known by. Default: any. */
  names?: readonly string[];
  /** Fetch pictures from addresses that a request names. Default false. */
  allowUrls?: boolean;
  /** How hosts are resolved and asked, for tests. */
  network?: ServiceContext['network'];
  /** The folder of the built page; null: no page. Default: where `npm run build:web` puts it. */
  site?: string | null;
  /** Addresses of proxies whose X-Forwarded-For is believed. Default: none. */
  trustProxy?: string;
  log?: { level: string; stream: NodeJS.WritableStream; names?: boolean };
}

/** A service that runs. */
export interface Service {
  /** The fastify instance, for more routes before `listen`, or for tests. */
  app: FastifyInstance;
  context: ServiceContext;
  /** Whether it offers the page at `/`. */
  hasPage: boolean;
  /** Begins to listen and gives the address. Port 0: any that is free. Throws E_HTTP_LISTEN. */
  listen(at: { host: string; port: number }): Promise<string>;
  /** Refuses what is new, finishes what was let in within `graceMs` (default 30,000), and ends its processes. */
  close(graceMs?: number): Promise<void>;
}

/**
 * Opens detectors and builds the service on them; it does not listen yet. Throws as `openModels`.
 */
export async function createService(options: ServiceOptions = {}): Promise<Service> {
  const given = { ...DEFAULT_SERVICE_LIMITS, ...options.limits };
  const models = await openModels({
    detectors: options.detectors ?? [],
    workers: options.workers,
    judge: {
      provenance: options.provenance ?? true,
      ...(options.trust !== undefined && { trust: options.trust }),
      limits: { maxBytes: given.maxFileBytes, maxPixels: given.maxPixels, timeoutMs: given.decodeTimeoutMs },
    },
    maxPixels: given.maxPixels,
  });
  const processes = models.reduce((sum, { pool }) => sum + pool.workers, 0);
  const limits = {
    ...given,
    maxQueued: options.limits?.maxQueued ?? DEFAULT_SERVICE_LIMITS.maxQueued * processes,
  };
  const admission = createAdmission(limits);
  const metrics = createServiceMetrics(models, admission, limits);
  const context: ServiceContext = {
    models,
    admission,
    limits,
    metrics,
    allowUrls: options.allowUrls ?? false,
    network: options.network ?? {},
    logNames: options.log?.names ?? false,
    state: { isClosing: false },
  };
  const app = createApp(options, limits);
  addHooks(app, options, context);
  await addPlugins(app, options);
  await addDescription(app);
  addPictureRoutes(app, context);
  addStateRoutes(app, context);
  const hasPage = options.site !== null && (await addSite(app, options.site));
  return {
    app,
    context,
    hasPage,
    listen: (at) => listen(app, at),
    async close(graceMs = 30_000) {
      context.state.isClosing = true;
      const timer = setTimeout(() => app.server.closeAllConnections(), graceMs);
      await app.close();
      clearTimeout(timer);
      await Promise.all(models.map(({ pool }) => pool.close()));
    },
  };
}

async function listen(app: FastifyInstance, { host, port }: { host: string; port: number }): Promise<string> {
  return app.listen({ host, port }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError(
      'E_HTTP_LISTEN',
      `The service cannot listen at ${host}, port ${port} (${reason}). Choose another with --host and --port.`,
      { cause },
    );
  });
}
