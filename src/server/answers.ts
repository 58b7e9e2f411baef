import { isAssayError, type AssayError, type ErrorCode } from '../errors.js';

/** What every answer that is an error says. Plain JSON. */
export interface ErrorAnswer {
  error: { code: string; message: string };
  requestId: string;
}

/** An error with its HTTP status. */
export interface HttpError {
  status: number;
  code: ErrorCode;
  message: string;
}

/** Codes that answer a request as a whole. All others are faults of ours: 500. */
const STATUS = {
  E_ARGUMENT: 400,
  E_HTTP_BODY: 400,
  E_HTTP_REQUEST: 400,
  E_HTTP_AUTH: 401,
  E_HTTP_ORIGIN: 403,
  E_URL_OFF: 403,
  E_DETECTOR_UNKNOWN: 404,
  E_HTTP_NOT_FOUND: 404,
  E_HTTP_METHOD: 405,
  E_HTTP_TIMEOUT: 408,
  E_HTTP_TOO_LARGE: 413,
  E_IMAGE_TOO_LARGE: 413,
  E_HTTP_TYPE: 415,
  E_IMAGE_UNSUPPORTED: 415,
  E_IMAGE_CORRUPT: 422,
  E_IMAGE_EMPTY: 422,
  E_IMAGE_TIMEOUT: 422,
  E_SCAN_WORKER: 422,
  E_URL_REFUSED: 422,
  E_HTTP_BUSY: 429,
  E_HTTP_RATE: 429,
  E_URL_FETCH: 502,
  E_HTTP_CLOSING: 503,
} as const satisfies Partial<Record<ErrorCode, number>>;

/** The HTTP status that goes with a code. */
export function statusOf(code: string): number {
  return (STATUS as Partial<Record<string, number>>)[code] ?? 500;
}

/** The codes that go with a status, in order; for the description of the service. */
export function codesOf(status: number): string[] {
  return Object.entries(STATUS).flatMap(([code, own]) => (own === status ? [code] : []));
}

/**
 * What a client is told of anything that was thrown: our own errors as they are, those of fastify and its plugins
 * under our codes, all else as a fault of ours without its message, which could hold anything.
 */
export function toHttpError(error: unknown): HttpError {
  if (isAssayError(error) && error.code !== 'E_INTERNAL') return fromOurs(error);
  const { code = '', statusCode = 500, message = '' } = error as FastifyLike;
  if (code === 'FST_ERR_VALIDATION')
    return http('E_ARGUMENT', `${sentence(message)} See /docs for what the path takes.`);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || code === 'FST_INVALID_MULTIPART_CONTENT_TYPE')
    return http(
      'E_HTTP_TYPE',
      `${sentence(message)} Expected multipart/form-data, or one picture as image/….`,
    );
  if (/^FST_(PARTS|FILES|FIELDS)_LIMIT$/.test(code) || statusCode === 413)
    return http('E_HTTP_TOO_LARGE', `${sentence(message)} Send fewer or smaller files in one request.`);
  if (code === 'FST_ERR_BAD_URL')
    return http(
      'E_ARGUMENT',
      'The path of the request cannot be read: it is not well-formed percent-encoding.',
    );
  if (statusCode === 429) return http('E_HTTP_RATE', `${sentence(message)} Send fewer requests a minute.`);
  // The parser of multipart bodies throws plain errors, by these words.
  if (
    statusCode < 500 ||
    /multipart|boundary|malformed|part header|terminated early|unexpected end/i.test(message)
  )
    return http(
      'E_HTTP_BODY',
      `The body is not well-formed: ${sentence(message)} Expected multipart/form-data.`,
    );
  return http(
    'E_INTERNAL',
    'The service failed at this request. The log has the reason under the request id.',
  );
}

interface FastifyLike {
  code?: string;
  statusCode?: number;
  message?: string;
}

function fromOurs({ code, message }: AssayError): HttpError {
  return { status: statusOf(code), code, message };
}

function http(code: ErrorCode, message: string): HttpError {
  return { status: statusOf(code), code, message };
}

function sentence(text: string): string {
  return text === '' || /[.!?]$/.test(text) ? text : `${text}.`;
}
