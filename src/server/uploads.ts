import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { AssayError, isAssayError } from '../errors.js';
import type { FileBytes } from '../detect/index.js';
import type { Ticket } from './admission.js';
import { collect, readGuarded } from './body-guard.js';
import type { ServiceLimits } from './settings.js';

/** What a request asks to have looked at. */
export type Upload =
  | { kind: 'files'; files: FileBytes[] }
  /** One picture as the body itself. */
  | { kind: 'raw'; file: FileBytes }
  | { kind: 'urls'; urls: string[] };

/** How an upload is read. */
export interface UploadOptions {
  ticket: Ticket;
  limits: ServiceLimits;
  /** What a raw body is called in its verdict. */
  name: string;
  /** How much of the queue each picture takes. */
  weight: number;
  allowUrls: boolean;
}

const MAX_JSON = 64 * 1024;
const MAX_NAME = 255;
/** The multipart parser's own bounds, beside those of the service; fields are refused one by one. */
export const MULTIPART_LIMITS = { fieldNameSize: 100, fieldSize: 1024, fields: 4, headerPairs: 32 };

/**
 * Reads the pictures of a request, or their addresses, by its content type: `multipart/form-data` with any number of
 * files, `image/…` or `application/octet-stream` with the bytes of one, `application/json` with `{"urls": […]}`.
 * Throws E_HTTP_TYPE, E_HTTP_BODY, E_HTTP_TOO_LARGE, E_HTTP_BUSY, E_HTTP_TIMEOUT, E_URL_OFF, E_ARGUMENT.
 */
export async function readUpload(request: FastifyRequest, options: UploadOptions): Promise<Upload> {
  const { ticket, limits } = options;
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (type === 'multipart/form-data')
    return {
      kind: 'files',
      files: await readGuarded(request.raw, ticket, limits, () => readParts(request, options)),
    };
  if (type === 'application/json') return readUrls(request, options);
  if (type === '' || type === 'application/octet-stream' || type.startsWith('image/')) {
    ticket.addPicture(options.weight);
    const bytes = await readGuarded(request.raw, ticket, limits, (body) =>
      collect(body, limits.maxFileBytes, () => fileTooLarge(options.name, limits)),
    );
    if (bytes.length === 0) throw noPicture();
    return { kind: 'raw', file: { file: options.name, bytes } };
  }
  throw new AssayError(
    'E_HTTP_TYPE',
    `Found the content type ${JSON.stringify(type.slice(0, 100))}; expected multipart/form-data, or one picture as image/… or application/octet-stream.`,
  );
}

async function readParts(
  request: FastifyRequest,
  { ticket, limits, weight }: UploadOptions,
): Promise<FileBytes[]> {
  const files: FileBytes[] = [];
  const parts = request.parts({
    limits: { ...MULTIPART_LIMITS, files: limits.maxFiles, fileSize: limits.maxFileBytes + 1 },
  });
  try {
    for await (const part of parts) {
      if (part.type === 'field') throw unexpectedField(part);
      ticket.addPicture(weight);
      files.push(await readPart(part, files.length, limits));
    }
  } catch (error) {
    throw isAssayError(error) || (error as { code?: string }).code !== undefined ? error : malformed(error);
  }
  if (files.length === 0) throw noPicture();
  return files;
}

async function readPart(part: MultipartFile, index: number, limits: ServiceLimits): Promise<FileBytes> {
  const given = part.filename as string | undefined; // absent where a part is no file by its header
  const file = given === undefined || given === '' ? `picture-${index + 1}` : given.slice(0, MAX_NAME);
  return { file, bytes: await collect(part.file, limits.maxFileBytes, () => fileTooLarge(file, limits)) };
}

async function readUrls(request: FastifyRequest, options: UploadOptions): Promise<Upload> {
  const { ticket, limits, weight, allowUrls } = options;
  if (!allowUrls) {
    throw new AssayError(
      'E_URL_OFF',
      'This service fetches nothing from elsewhere (it was started without --allow-urls). Send the pictures themselves.',
    );
  }
  const bytes = await readGuarded(request.raw, ticket, limits, (body) =>
    collect(
      body,
      MAX_JSON,
      () => new AssayError('E_HTTP_TOO_LARGE', `JSON may have ${MAX_JSON} bytes at most.`),
    ),
  );
  const urls = parseUrls(Buffer.from(bytes).toString('utf8'));
  urls.forEach(() => ticket.addPicture(weight));
  return { kind: 'urls', urls };
}

function parseUrls(text: string): string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new AssayError(
      'E_HTTP_BODY',
      'The body is not well-formed JSON; expected {"urls": ["https://…"]}.',
    );
  }
  const urls = typeof parsed === 'object' && parsed !== null && 'urls' in parsed ? parsed.urls : undefined;
  if (!Array.isArray(urls) || urls.length === 0 || !urls.every((url) => typeof url === 'string'))
    throw new AssayError('E_HTTP_BODY', 'Expected {"urls": ["https://…"]} with one address or more.');
  return urls;
}

/** The parser of multipart bodies throws plain errors for what it cannot read. */
function malformed(cause: unknown): AssayError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AssayError(
    'E_HTTP_BODY',
    `The body is not well-formed multipart/form-data (${reason}). Let an HTTP library write it.`,
    { cause },
  );
}

function unexpectedField({ fieldname }: MultipartValue): AssayError {
  return new AssayError(
    'E_HTTP_BODY',
    `Found the field ${JSON.stringify(fieldname.slice(0, 100))} that is no file; expected files only. Options go into the query (?explain=1).`,
  );
}

function noPicture(): AssayError {
  return new AssayError(
    'E_HTTP_BODY',
    'The request holds no picture. Send some as multipart/form-data, or the bytes of one.',
  );
}

function fileTooLarge(file: string, { maxFileBytes }: ServiceLimits): AssayError {
  return new AssayError(
    'E_HTTP_TOO_LARGE',
    `${JSON.stringify(file)} has over ${maxFileBytes} bytes, the most that one picture may have here.`,
  );
}
