import { AssayError } from '../errors.js';
import type { ServiceLimits } from './settings.js';

/** One request's share of what the service holds. */
export interface Ticket {
  /** Counts bytes of its body. Throws E_HTTP_TOO_LARGE for this request's bound, E_HTTP_BUSY for that of all. */
  addBytes(count: number): void;
  /** Counts one more picture, of the weight of `weight` plain ones. Throws E_HTTP_TOO_LARGE, E_HTTP_BUSY. */
  addPicture(weight: number): void;
  /** Gives everything back; a second call does nothing. */
  leave(): void;
}

/** Decides which requests are let in, before their bodies are read. */
export interface Admission {
  /** Lets a request in, with the bytes that its header announces (0: unknown). Throws E_HTTP_TOO_LARGE, E_HTTP_BUSY. */
  enter(announcedBytes: number): Ticket;
  /** Whole seconds after which a refused request has a chance, 1..60: the queue's length over its recent speed. */
  retryAfter(): number;
  readonly requests: number;
  readonly pictures: number;
  readonly bytes: number;
}

/** The recent past that the speed of the queue is taken from, milliseconds. */
const WINDOW = 10_000;

/**
 * Bounds the work and the memory of all requests together. A request is refused at its start, before its body is read, when
 * the queue is full; one that was let in is refused later only where its own pictures would more than fill the queue
 * or all bodies together hold too much.
 */
export function createAdmission(
  limits: Pick<ServiceLimits, 'maxQueued' | 'maxHeldBytes' | 'maxRequestBytes' | 'maxFiles'>,
  now: () => number = () => performance.now(),
): Admission {
  const held = { requests: 0, pictures: 0, bytes: 0 };
  let finished: { at: number; pictures: number }[] = [];

  const busy = (what: string): AssayError =>
    new AssayError('E_HTTP_BUSY', `${what}. Try again after the time that Retry-After names.`);
  const tooLarge = (found: string): AssayError =>
    new AssayError(
      'E_HTTP_TOO_LARGE',
      `${found}; at most ${limits.maxRequestBytes} bytes and ${limits.maxFiles} pictures are accepted. Send fewer in one request.`,
    );

  return {
    get requests() {
      return held.requests;
    },
    get pictures() {
      return held.pictures;
    },
    get bytes() {
      return held.bytes;
    },
    enter(announcedBytes) {
      if (announcedBytes > limits.maxRequestBytes)
        throw tooLarge(`The request announces ${announcedBytes} bytes`);
      if (Math.max(held.pictures, held.requests) >= limits.maxQueued)
        throw busy(`${held.pictures} pictures of ${held.requests} requests are waiting, as many as are held`);
      if (held.bytes + announcedBytes > limits.maxHeldBytes)
        throw busy(`Requests under way hold ${held.bytes} bytes, and this one brings ${announcedBytes} more`);
      const own = { files: 0, pictures: 0, bytes: 0, isGone: false };
      held.requests++;
      return {
        addBytes(count) {
          if (own.isGone) return;
          own.bytes += count;
          held.bytes += count;
          if (own.bytes > limits.maxRequestBytes) throw tooLarge(`The request has over ${own.bytes} bytes`);
          if (held.bytes > limits.maxHeldBytes) throw busy(`Requests under way hold ${held.bytes} bytes`);
        },
        addPicture(weight) {
          if (own.isGone) return;
          if (++own.files > limits.maxFiles)
            throw tooLarge(`The request has over ${limits.maxFiles} pictures`);
          own.pictures += weight;
          held.pictures += weight;
          const mine = own.pictures - weight;
          if (mine > 0 && held.pictures > limits.maxQueued + limits.maxFiles)
            throw busy(`${held.pictures} pictures are waiting`);
        },
        leave() {
          if (own.isGone) return;
          own.isGone = true;
          held.requests--;
          held.pictures -= own.pictures;
          held.bytes -= own.bytes;
          finished.push({ at: now(), pictures: own.pictures });
          if (finished.length > 10_000) finished = recent();
        },
      };
    },
    retryAfter() {
      finished = recent();
      const done = finished.reduce((sum, { pictures }) => sum + pictures, 0);
      if (done === 0) return 2;
      const since = Math.max(1000, now() - finished[0]!.at);
      return Math.min(60, Math.max(1, Math.ceil((held.pictures * since) / done / 1000)));
    },
  };

  function recent(): typeof finished {
    const from = now() - WINDOW;
    return finished.filter(({ at }) => at >= from);
  }
}
