/**
 * What a call of the service came to where it is no result: `code` is stable and explained in `docs/errors.md`
 * (E_HTTP_CONNECT: there was no answer), `status` the HTTP status (0: none).
 */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  /** Names the request in the log of the service. */
  readonly requestId: string | undefined;
  /** Seconds after which a request that was refused for load has a chance. */
  readonly retryAfter: number | undefined;

  constructor(
    about: { code: string; message: string; status: number; requestId?: string; retryAfter?: number },
    cause?: unknown,
  ) {
    super(about.message, { cause });
    this.name = 'ServiceError';
    this.code = about.code;
    this.status = about.status;
    this.requestId = about.requestId;
    this.retryAfter = about.retryAfter;
  }
}
