import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mapInOrder } from '../../concurrency.js';
import { plainError } from '../../detect/predict-each.js';
import type { FileBytes, PredictFailure } from '../../detect/index.js';
import { AssayError, isAssayError, type ErrorCode } from '../../errors.js';
import type { JudgeAnswers, JudgeTask } from '../../scan/index.js';
import { announcedBytes, modelOf, requireOpen, type ServiceContext } from '../context.js';
import { fetchPicture } from '../remote/fetch-picture.js';
import { errorAnswers, INSPECT_ANSWER, SCAN_ANSWER, type Schema } from '../schemas.js';
import { EXPLAIN_WEIGHT } from '../settings.js';
import { readUpload, type Upload } from '../uploads.js';

interface Query {
  model?: string;
  explain?: '0' | '1';
  name?: string;
}

/** Pictures fetched at once for one request. */
const FETCHES = 4;

const NAME: Schema = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  description: 'What a raw body is called.',
};
const MODEL: Schema = {
  type: 'string',
  maxLength: 255,
  description: 'One of /v1/models; the first by default.',
};
const EXPLAIN: Schema = {
  type: 'string',
  enum: ['0', '1'],
  description: '1: draw a heat map of each picture (slow).',
};
const ERRORS = [400, 401, 403, 404, 408, 413, 415, 422, 429, 500, 502, 503];

/** `POST /v1/scan` and `POST /v1/inspect`. */
export function addPictureRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.post<{ Querystring: Query }>(
    '/v1/scan',
    {
      schema: {
        summary: 'Judge pictures',
        description:
          'One result for each picture, in their order: a verdict, or why there is none. A raw body that cannot be judged is an error as a whole.',
        tags: ['pictures'],
        consumes: ['multipart/form-data'],
        querystring: query({ model: MODEL, explain: EXPLAIN, name: NAME }),
        response: { 200: { description: 'Results.', ...SCAN_ANSWER }, ...errorAnswers(...ERRORS) },
      },
    },
    (request, reply) =>
      answer(request, reply, context, request.query.explain === '1' ? 'explained' : 'verdict', request.query),
  );
  app.post<{ Querystring: Query }>(
    '/v1/inspect',
    {
      schema: {
        summary: 'Read what pictures say of themselves',
        description: 'C2PA, IPTC, XMP, EXIF and generator text of each picture; the pixels are not judged.',
        tags: ['pictures'],
        querystring: query({ name: NAME }),
        response: { 200: { description: 'Results.', ...INSPECT_ANSWER }, ...errorAnswers(...ERRORS) },
      },
    },
    (request, reply) => answer(request, reply, context, 'inspection', request.query),
  );
}

async function answer<T extends JudgeTask>(
  request: FastifyRequest,
  reply: FastifyReply,
  context: ServiceContext,
  task: T,
  { model: modelName, name = 'picture' }: Query,
): Promise<{ requestId: string; results: (JudgeAnswers[T] | PredictFailure)[] }> {
  requireOpen(context);
  const { admission, limits, metrics, allowUrls } = context;
  const model = modelOf(context.models, modelName);
  const ticket = admission.enter(announcedBytes(request));
  try {
    const weight = task === 'explained' ? EXPLAIN_WEIGHT : 1;
    const upload = await readUpload(request, { ticket, limits, name, weight, allowUrls });
    const signal = closeSignal(reply);
    const ask = (file: FileBytes): Promise<JudgeAnswers[T] | PredictFailure> =>
      model.batches.ask(task, file, signal);
    const results = await resultsOf(upload, ask, context, signal, (count) => ticket.addBytes(count));
    for (const result of results) metrics.result(model.name, result);
    const names = context.logNames ? { files: results.map(({ file }) => file) } : {};
    request.log.debug({ task, model: model.name, pictures: results.length, ...names }, 'judged');
    if (upload.kind === 'raw') throwFailure(results[0]!);
    return { requestId: request.id, results };
  } finally {
    ticket.leave();
  }
}

async function resultsOf<R>(
  upload: Upload,
  ask: (file: FileBytes) => Promise<R | PredictFailure>,
  { limits, network }: ServiceContext,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<(R | PredictFailure)[]> {
  if (upload.kind === 'raw') return [await ask(upload.file)];
  if (upload.kind === 'files') return Promise.all(upload.files.map(ask));
  const fetched = mapInOrder(upload.urls, FETCHES, async (file): Promise<R | PredictFailure> => {
    let bytes: Uint8Array;
    try {
      bytes = await fetchPicture(file, { maxBytes: limits.maxFileBytes, signal, onBytes, ...network });
    } catch (error) {
      if (isAssayError(error) && !error.code.startsWith('E_URL')) throw error; // of the request, not the picture
      return { file, error: plainError(error) };
    }
    return ask({ file, bytes });
  });
  const results: (R | PredictFailure)[] = [];
  for await (const result of fetched) results.push(result);
  return results;
}

/** Aborts when the client goes away before its answer. */
function closeSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort(new AssayError('E_HTTP_BODY', 'The client went away.'));
  });
  return controller.signal;
}

function throwFailure(result: object): void {
  if (!('error' in result)) return;
  const { code, message } = (result as PredictFailure).error;
  throw new AssayError(code as ErrorCode, message);
}

function query(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', properties, additionalProperties: false };
}
