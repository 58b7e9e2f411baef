import { codesOf } from './answers.js';

/** A JSON schema, as far as it is used here. */
export type Schema = Readonly<Record<string, unknown>>;

const text = (description?: string): Schema => ({ type: 'string', ...(description && { description }) });
const number = (description?: string): Schema => ({ type: 'number', ...(description && { description }) });
const choice = (...values: readonly string[]): Schema => ({ type: 'string', enum: values });
const list = (items: Schema): Schema => ({ type: 'array', items });

/** An object of exactly these properties; those whose names end in `?` may be missing. */
function object(properties: Readonly<Record<string, Schema>>, description?: string): Schema {
  const names = Object.keys(properties);
  return {
    type: 'object',
    ...(description && { description }),
    properties: Object.fromEntries(names.map((name) => [name.replace(/\?$/, ''), properties[name]!])),
    required: names.filter((name) => !name.endsWith('?')),
    additionalProperties: false,
  };
}

const problem = object({ code: text('See errors.md.'), message: text() });
const verdictName = choice('fake', 'real', 'inconclusive');

const CLAIM = object(
  {
    source: text('Which mark: c2pa, iptc-digital-source-type, a1111-parameters, exif-camera, …'),
    statement: choice('generated', 'edited-with-ai', 'captured', 'edited', 'none'),
    strength: choice('signed-trusted', 'signed-untrusted', 'signed-invalid', 'unsigned', 'inferred'),
    summary: text(),
    raw: text('The field as found, cut to a bounded length.'),
    caveat: text('What would forge or strip this mark.'),
    'fields?': { type: 'object', additionalProperties: { type: 'string' } },
  },
  'What a file says of itself in one place.',
);

/** A verdict, as the library gives it. */
export const VERDICT = object(
  {
    file: text('The name that was sent.'),
    sha256: text("Of the file's bytes."),
    verdict: verdictName,
    reason: text('What decided, and how far it goes.'),
    probability: number('Calibrated probability of fake from the pixels, 0..1.'),
    logit: number('Log-odds of fake before calibration.'),
    evidence: object({
      pixels: object({
        probability: number(),
        verdict: verdictName,
        'heatMap?': text('With explain=1: a PNG as a data: address.'),
      }),
      provenance: list(CLAIM),
    }),
    model: object({
      name: text(),
      sha256: text(),
      'chosen?': object(
        { set: text('SHA-256 of the whole set.'), reason: text() },
        'Where several detectors stood ready: why this one judged.',
      ),
    }),
    warnings: list(problem),
  },
  'The verdict on one picture.',
);

/** A picture that could not be judged, beside others that were. */
export const FAILURE = object(
  { file: text(), error: problem },
  'A picture that could not be judged, and why.',
);

/** An inspection, as the library gives it; `c2pa` is described in provenance.md. */
export const INSPECTION = object(
  {
    file: text('The name that was sent.'),
    format: text('jpeg, png, webp, gif, tiff, dng, avif, heic, jxl or unknown.'),
    'width?': number(),
    'height?': number(),
    bytes: number(),
    claims: list(CLAIM),
    contradictions: list(object({ between: list(text()), summary: text() })),
    'c2pa?': { type: 'object', description: 'What the C2PA reader found.', additionalProperties: true },
    'iccProfile?': text(),
    warnings: list(text()),
  },
  'What one file says of itself.',
);

const MODEL = object({
  name: text('What ?model= takes.'),
  isDefault: { type: 'boolean' },
  sha256: text(),
  detector: text('The name inside the file.'),
  detectors: list(
    object({
      name: text('The name inside the file.'),
      sha256: text(),
      headline: { type: 'string', nullable: true, description: 'First paragraph of its card, Markdown.' },
      knownFailures: list(text('Where it is known to err, by its card, Markdown.')),
    }),
  ),
  view: object({
    kind: choice('square', 'area', 'crop', 'tiles', 'mixed'),
    size: number('Side in pixels.'),
    'tiles?': number('Squares a side, where it looks at several.'),
  }),
  thresholds: object({ fakeAtLeast: number(), realAtMost: number() }),
  thresholdFit: { type: 'object', nullable: true, additionalProperties: true },
  calibration: text('The method.'),
  training: { type: 'object', nullable: true, additionalProperties: true },
  backbone: { type: 'string', nullable: true },
  licence: { type: 'string', nullable: true },
});

const requestId = text('Also in the header X-Request-Id.');

export const SCAN_ANSWER = object({ requestId, results: list({ anyOf: [VERDICT, FAILURE] }) });
export const INSPECT_ANSWER = object({ requestId, results: list({ anyOf: [INSPECTION, FAILURE] }) });
export const MODELS_ANSWER = object({ requestId, models: list(MODEL) });
export const STATE_ANSWER = object({ status: choice('ok'), version: text() });
export const ERROR_ANSWER = object({ error: problem, requestId });

/** The error answers of a route: each status with the codes that it can have. */
export function errorAnswers(...statuses: readonly number[]): Record<number, Schema> {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { ...ERROR_ANSWER, description: codesOf(status).join(', ') || 'E_INTERNAL' },
    ]),
  );
}

/** The body of the routes that take pictures, in its three forms. For the description only: it is read as a stream. */
export const UPLOAD_BODY: Schema = {
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: {
          file: list({ type: 'string', format: 'binary', description: 'A picture; any field name will do.' }),
        },
      },
    },
    'application/octet-stream': {
      schema: { type: 'string', format: 'binary', description: 'One picture; image/… as well.' },
    },
    'application/json': {
      schema: object(
        { urls: list(text()) },
        'Addresses of pictures; only where the service runs with --allow-urls.',
      ),
    },
  },
};
