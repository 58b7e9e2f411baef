import type { IncomingMessage } from 'node:http';
import { AssayError, isAssayError } from '../errors.js';
import type { Ticket } from './admission.js';
import type { ServiceLimits } from './settings.js';

/**
 * Reads a body with `read` while counting its bytes on the ticket and watching its time. What comes after an error is
 * dropped as it arrives, so that the client, still sending, hears the answer.
 * Throws E_HTTP_TIMEOUT, E_HTTP_BODY (cut off), what the ticket throws, and what `read` throws.
 */
export async function readGuarded<T>(
  body: IncomingMessage,
  ticket: Ticket,
  { bodyIdleMs, bodyTotalMs }: Pick<ServiceLimits, 'bodyIdleMs' | 'bodyTotalMs'>,
  read: (body: IncomingMessage) => Promise<T>,
): Promise<T> {
  let stop: () => void = () => undefined;
  const trouble = new Promise<never>((_, reject) => {
    const late = (ms: number): void =>
      reject(
        new AssayError(
          'E_HTTP_TIMEOUT',
          `The body did not arrive within ${ms} ms. Send it again, faster or in smaller parts.`,
        ),
      );
    const total = setTimeout(() => late(bodyTotalMs), bodyTotalMs);
    const idle = setTimeout(() => late(bodyIdleMs), bodyIdleMs);
    const onData = (chunk: Buffer): void => {
      idle.refresh();
      try {
        ticket.addBytes(chunk.length);
      } catch (error) {
        reject(error as Error);
      }
    };
    const onClose = (): void => {
      if (!body.readableEnded) reject(cutOff());
    };
    body.on('data', onData).on('close', onClose);
    stop = () => {
      clearTimeout(total);
      clearTimeout(idle);
      body.off('data', onData).off('close', onClose);
    };
  });
  try {
    return await Promise.race([read(body), trouble]);
  } catch (error) {
    body.unpipe();
    body.removeAllListeners('data');
    body.resume();
    throw body.destroyed && !body.complete && !isAssayError(error) ? cutOff() : error;
  } finally {
    stop();
    trouble.catch(() => undefined);
  }
}

function cutOff(): AssayError {
  return new AssayError('E_HTTP_BODY', 'The body was cut off. Send it again.');
}

/** All bytes of a stream, no more than `most`. Throws what `tooMany` makes. */
export function collect(
  stream: NodeJS.ReadableStream,
  most: number,
  tooMany: () => Error,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let total = 0;
    stream.on('data', (chunk: Buffer) => {
      total += chunk.length;
      if (total <= most) {
        chunks.push(chunk);
        return;
      }
      chunks = []; // the rest is read and dropped
      reject(tooMany());
    });
    stream.on('error', reject);
    stream.on('end', () => {
      const bytes = new Uint8Array(total <= most ? total : 0);
      let at = 0;
      for (const chunk of chunks) {
        bytes.set(chunk, at);
        at += chunk.length;
      }
      resolve(bytes);
    });
  });
}
