import type { Verdict } from '../detect/verdict.js';
import type { InspectedFile } from '../report/inspection.js';
import { pictureForm, type ClientPicture } from './pictures.js';
import { ServiceError } from './service-error.js';

/** A picture that could not be judged, and why. */
export interface PictureFailure {
  file: string;
  error: { code: string; message: string };
}

/** One of the detectors of a model, and what its card says, in Markdown. */
export interface ServiceDetector {
  name: string;
  sha256: string;
  /** First paragraph of its card: what it is for and its headline figures; null where it has no card. */
  headline: string | null;
  /** Where it is known to err, by its card. */
  knownFailures: string[];
}

/** A detector that the service offers. */
export interface ServiceModel {
  /** What `model` takes. */
  name: string;
  isDefault: boolean;
  sha256: string;
  /** The name inside the detector's file. */
  detector: string;
  /** Those that judge: one, or several of which each picture's content chooses. */
  detectors: ServiceDetector[];
  view:
    | { kind: 'square' | 'area' | 'crop'; size: number }
    | { kind: 'tiles' | 'mixed'; size: number; tiles: number };
  thresholds: { fakeAtLeast: number; realAtMost: number };
  thresholdFit: object | null;
  calibration: string;
  training: object | null;
  backbone: string | null;
  licence: string | null;
}

export interface ClientOptions {
  /** An API key, where the service asks for one. */
  key?: string;
  /** Longest time for an answer, in milliseconds. Default 120,000. */
  timeoutMs?: number;
  /** How often a request that was refused for load (429) is sent again, after the time the service names. Default 0. */
  retries?: number;
  /** Default: the global `fetch`. */
  fetch?: typeof fetch;
}

export interface CallOptions {
  signal?: AbortSignal;
}

export interface ScanCallOptions extends CallOptions {
  /** A name of `models()`; the first by default. */
  model?: string;
  /** Draw a heat map of each picture, as a `data:` address in `evidence.pixels.heatMap`. */
  explain?: boolean;
}

/** A service of Assay at some address. Every method throws ServiceError. */
export interface Client {
  /** One result for each picture, in their order; those that could not be judged have their error. */
  scan(pictures: readonly ClientPicture[], options?: ScanCallOptions): Promise<(Verdict | PictureFailure)[]>;
  /** The verdict on one picture; one that cannot be judged throws. */
  scanOne(picture: ClientPicture, options?: ScanCallOptions): Promise<Verdict>;
  /** The same for addresses of pictures, where the service fetches them. */
  scanUrls(urls: readonly string[], options?: ScanCallOptions): Promise<(Verdict | PictureFailure)[]>;
  /** What pictures say of themselves. */
  inspect(
    pictures: readonly ClientPicture[],
    options?: CallOptions,
  ): Promise<(InspectedFile | PictureFailure)[]>;
  models(options?: CallOptions): Promise<ServiceModel[]>;
  /** Whether the service takes pictures now; false as well where it cannot be reached. */
  isReady(options?: CallOptions): Promise<boolean>;
}

/** A client of the service at an address such as `http://localhost:8321`; in Node and in browsers alike. */
export function createClient(
  address: string,
  { key, timeoutMs = 120_000, retries = 0, fetch: send = fetch }: ClientOptions = {},
): Client {
  const base = address.endsWith('/') ? address : `${address}/`;
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };

  async function call(path: string, init: RequestInit, { signal }: CallOptions = {}): Promise<unknown> {
    for (let attempt = 0; ; attempt++) {
      const answer = await ask(path, init, signal);
      if (answer.ok) return answer.json;
      if (answer.error.status !== 429 || attempt >= retries) throw answer.error;
      await wait((answer.error.retryAfter ?? 1) * 1000, signal);
    }
  }

  async function ask(
    path: string,
    init: RequestInit,
    signal: AbortSignal | undefined,
  ): Promise<{ ok: true; json: unknown } | { ok: false; error: ServiceError }> {
    const late = AbortSignal.timeout(timeoutMs);
    try {
      const response = await send(new URL(path, base), {
        ...init,
        headers: { ...headers, ...(init.headers as Record<string, string> | undefined) },
        signal: signal ? AbortSignal.any([late, signal]) : late,
      });
      const json: unknown = await response.json();
      return response.ok ? { ok: true, json } : { ok: false, error: fromAnswer(response, json) };
    } catch (cause) {
      if (signal?.aborted) throw cause;
      const reason = late.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(cause);
      const message = `${base} did not answer as a service of Assay: ${reason}. Check the address.`;
      throw new ServiceError({ code: 'E_HTTP_CONNECT', message, status: 0 }, cause);
    }
  }

  async function results<T>(path: string, init: RequestInit, options?: CallOptions): Promise<T[]> {
    const json = await call(path, { method: 'POST', ...init }, options);
    return (json as { results: T[] }).results;
  }

  const scan = (init: RequestInit, options: ScanCallOptions): Promise<(Verdict | PictureFailure)[]> =>
    results(`v1/scan${queryOf(options)}`, init, options);

  return {
    scan: (pictures, options = {}) => scan({ body: pictureForm(pictures) }, options),
    async scanOne(picture, options = {}) {
      const [result] = await scan({ body: pictureForm([picture]) }, options);
      if (result && !('error' in result)) return result;
      throw new ServiceError({ ...result!.error, status: 200 });
    },
    scanUrls: (urls, options = {}) =>
      scan({ body: JSON.stringify({ urls }), headers: { 'content-type': 'application/json' } }, options),
    inspect: (pictures, options) => results('v1/inspect', { body: pictureForm(pictures) }, options),
    models: async (options) => ((await call('v1/models', {}, options)) as { models: ServiceModel[] }).models,
    isReady: (options) =>
      call('readyz', {}, options).then(
        () => true,
        (error: unknown) => {
          if (error instanceof ServiceError) return false;
          throw error;
        },
      ),
  };
}

function queryOf({ model, explain }: ScanCallOptions): string {
  const query = new URLSearchParams({
    ...(model !== undefined && { model }),
    ...(explain === true && { explain: '1' }),
  }).toString();
  return query === '' ? '' : `?${query}`;
}

function fromAnswer(response: Response, json: unknown): ServiceError {
  const { error, requestId } = json as { error?: { code: string; message: string }; requestId?: string };
  if (!error) throw new Error(`status ${response.status} without an error code`);
  const retryAfter = Number(response.headers.get('retry-after') ?? NaN);
  return new ServiceError({
    ...error,
    status: response.status,
    ...(requestId !== undefined && { requestId }),
    ...(Number.isFinite(retryAfter) && { retryAfter }),
  });
}

function reasonOf(cause: unknown): string {
  const { message, cause: deeper } = cause as { message?: string; cause?: unknown };
  return deeper instanceof Error ? `${message}: ${deeper.message}` : String(message ?? cause);
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
