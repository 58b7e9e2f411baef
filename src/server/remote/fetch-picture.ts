import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { AssayError } from '../../errors.js';
import { isPublicAddress, resolveAll, type Lookup } from '../../public-address.js';

/** An address that a host name was resolved to. */
export interface Address {
  address: string;
  family: number;
}

/** Asks a server for a resource at one address, whatever its name resolves to by then. */
export type OpenAt = (target: URL, at: Address, signal: AbortSignal) => Promise<IncomingMessage>;

/** How a picture is fetched. */
export interface FetchPictureOptions {
  maxBytes: number;
  /** For all of it, redirects included, in milliseconds. Default 10,000. */
  timeoutMs?: number;
  /** Default: the system's resolver. */
  lookup?: Lookup;
  /** Default: `openAt`. */
  open?: OpenAt;
  signal?: AbortSignal;
  /** Hears of bytes as they come; what it throws ends the fetch. */
  onBytes?: (count: number) => void;
}

const MOST_REDIRECTS = 3;

/**
 * Fetches a picture from an address that a stranger gave: http or https at their usual ports, no credentials, public
 * addresses only. The address that was checked is the one that is used, every redirect is checked anew, and bytes and
 * time are bounded. Throws E_URL_REFUSED (it is not asked for) and E_URL_FETCH (it was, without success).
 */
export async function fetchPicture(
  url: string,
  { maxBytes, timeoutMs = 10_000, lookup = resolveAll, open = openAt, signal, onBytes }: FetchPictureOptions,
): Promise<Uint8Array> {
  const late = AbortSignal.timeout(timeoutMs);
  const stop = signal ? AbortSignal.any([late, signal]) : late;
  let target = parse(url, url);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await before(stop, ask(target, url, { lookup, open, stop })).catch((error: unknown) => {
      throw failure(url, error, late, timeoutMs);
    });
    const { statusCode = 0, headers } = response;
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      response.destroy();
      target = parse(headers.location, url, target);
      continue;
    }
    if (statusCode !== 200) {
      response.destroy();
      throw failed(url, `the server answered ${statusCode}`);
    }
    return await before(stop, readAll(response, url, maxBytes, onBytes))
      .catch((error: unknown) => {
        throw failure(url, error, late, timeoutMs);
      })
      .finally(() => response.destroy());
  }
  throw failed(url, `it was redirected more than ${MOST_REDIRECTS} times`);
}

/** Asks at the address given, without a further look-up; the certificate is checked against the name. */
export const openAt: OpenAt = (target, { address, family }, signal) =>
  new Promise((resolve, reject) => {
    const isTls = target.protocol === 'https:';
    const name = bare(target.hostname);
    const send = isTls ? httpsRequest : httpRequest;
    const outgoing = send(
      {
        host: address,
        family,
        ...(target.port !== '' && { port: Number(target.port) }),
        ...(isTls && isIP(name) === 0 && { servername: name }),
        path: `${target.pathname}${target.search}`,
        // Bytes as they are: a packed body could unpack to any size.
        headers: { host: target.host, accept: 'image/*', 'accept-encoding': 'identity' },
        agent: false,
        signal,
      },
      resolve,
    );
    outgoing.on('error', reject);
    outgoing.end();
  });

async function ask(
  target: URL,
  url: string,
  { lookup, open, stop }: { lookup: Lookup; open: OpenAt; stop: AbortSignal },
): Promise<IncomingMessage> {
  const host = bare(target.hostname);
  const addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await lookup(host).catch(() => []);
  const [first] = addresses;
  if (!first) throw failed(url, `${host} has no address`);
  // Which address that is stays untold: a stranger could map the inside network with it.
  if (addresses.some(({ address }) => !isPublicAddress(address)))
    throw refused(url, 'its host, or one that it redirects to, is not at public addresses only');
  return open(target, first, stop);
}

async function readAll(
  response: IncomingMessage,
  url: string,
  maxBytes: number,
  onBytes: FetchPictureOptions['onBytes'],
): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    total += chunk.length;
    onBytes?.(chunk.length);
    if (total > maxBytes) throw failed(url, `it has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function parse(text: string, url: string, base?: URL): URL {
  if (!URL.canParse(text, base)) throw refused(url, 'it is not an address');
  const target = new URL(text, base);
  if (target.protocol !== 'https:' && target.protocol !== 'http:')
    throw refused(url, 'only http and https are fetched');
  if (target.port !== '' || target.username !== '' || target.password !== '')
    throw refused(url, 'a port or credentials are not accepted');
  return target;
}

/** Waits for work no longer than the signal allows, also where the work does not heed it. */
function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function failure(url: string, error: unknown, late: AbortSignal, timeoutMs: number): unknown {
  if (error instanceof AssayError) return error;
  if (late.aborted) return failed(url, `it took longer than ${timeoutMs} ms`);
  return failed(url, error instanceof Error ? error.message : String(error));
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

function refused(url: string, reason: string): AssayError {
  const message = `${shown(url)} was not fetched: ${reason}. Expected a public http or https address.`;
  return new AssayError('E_URL_REFUSED', message);
}

function failed(url: string, reason: string): AssayError {
  return new AssayError(
    'E_URL_FETCH',
    `${shown(url)} could not be fetched: ${reason}. Send the picture itself.`,
  );
}

function shown(url: string): string {
  return JSON.stringify(url.slice(0, 200));
}
