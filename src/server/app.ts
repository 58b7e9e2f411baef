import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  fastify,
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { AssayError } from '../errors.js';
import { toHttpError, type ErrorAnswer } from './answers.js';
import type { ServiceContext } from './context.js';
import { checkRequest } from './guard.js';
import { answerClientError, answerOddRequests } from './raw-answers.js';
import type { ServiceOptions } from './service.js';
import type { ServiceLimits } from './settings.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The name that the request's key was given to. */
    keyName: string | undefined;
    /** The code of the error that was answered. */
    errorCode: string | undefined;
  }
}

/** Milliseconds within which the head of a request must be complete. */
const HEAD_MS = 20_000;
const REQUEST_ID = /^[\w.-]{1,64}$/;

/** A fastify instance that reads no body by itself and answers every error in our form. */
export function createApp(
  { trustProxy, log }: Pick<ServiceOptions, 'trustProxy' | 'log'>,
  { bodyTotalMs }: ServiceLimits,
): FastifyInstance {
  const app = fastify({
    logger: log ? { level: log.level, stream: log.stream } : false,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    trustProxy: trustProxy ?? false,
    return503OnClosing: false, // our own answer says more
    keepAliveTimeout: 10_000,
    requestTimeout: bodyTotalMs + HEAD_MS,
    http: { headersTimeout: HEAD_MS, connectionsCheckingInterval: 2000, requireHostHeader: false },
    clientErrorHandler: answerClientError,
    frameworkErrors: sendError,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  });
  answerOddRequests(app.server);
  // Bodies are read as streams, where their size and time are bounded; `multipart` adds a parser of its own.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler(sendError);
  return app;
}

/** What happens around every request: who may ask, headers, counts, the log, and answers to unknown paths. */
export function addHooks(
  app: FastifyInstance,
  { keys, cors = [], names }: Pick<ServiceOptions, 'keys' | 'cors' | 'names'>,
  { admission, metrics, state }: ServiceContext,
): void {
  const guard = { keys: keys ?? (() => null), cors, names: names ?? null };
  app.decorateRequest('keyName', undefined);
  app.decorateRequest('errorCode', undefined);

  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff' });
    request.keyName = checkRequest(request, guard);
    done();
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (state.isClosing) void reply.header('connection', 'close');
    if (reply.statusCode === 429 && !reply.hasHeader('retry-after'))
      void reply.header('retry-after', admission.retryAfter());
    if (reply.statusCode === 401) void reply.header('www-authenticate', 'Bearer');
    if (request.url.startsWith('/v1/')) void reply.header('cache-control', 'no-store');
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    // What is left of a body that was not wanted; else the connection waits for it.
    if (!request.raw.readableEnded) request.raw.resume();
    const { url: route = 'none', method = '' } = { url: request.routeOptions.url, method: request.method };
    const { statusCode: status, elapsedTime } = reply;
    metrics.answered(
      route,
      app.hasRoute({ url: route, method }) ? method : 'other',
      status,
      elapsedTime / 1000,
    );
    if (request.errorCode !== undefined) metrics.refused(request.errorCode);
    request.log.info(
      {
        method,
        route,
        status,
        ms: Math.round(elapsedTime),
        ...(request.keyName !== undefined && { key: request.keyName }),
        ...(request.errorCode !== undefined && { code: request.errorCode }),
      },
      'answered',
    );
    done();
  });

  const methods = new Map<string, string[]>();
  app.addHook('onRoute', ({ url, method }) => {
    methods.set(url, [...(methods.get(url) ?? []), ...[method].flat()]);
  });
  app.setNotFoundHandler((request, reply) => {
    const allowed = methods.get(request.url.split('?', 1)[0]!);
    if (!allowed)
      throw new AssayError('E_HTTP_NOT_FOUND', 'There is nothing at this path; /docs lists what there is.');
    void reply.header('allow', allowed.join(', '));
    throw new AssayError('E_HTTP_METHOD', `This path takes ${allowed.join(', ')}, not ${request.method}.`);
  });
}

function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { status, code, message } = toHttpError(error);
  request.errorCode = code;
  if (code === 'E_INTERNAL') request.log.error({ err: error }, 'failed');
  void reply
    .code(status)
    .header('x-request-id', request.id)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ error: { code, message }, requestId: request.id } satisfies ErrorAnswer);
}
