import type { FastifyRequest } from 'fastify';
import { AssayError } from '../errors.js';
import { findKey, keyOf, type KeyEntry } from './keys.js';

/** Who may ask. */
export interface GuardOptions {
  /** Keys of which one is needed for everything but health and the description; null: none is. */
  keys: () => readonly KeyEntry[] | null;
  /** Origins of other pages that may ask; `*`: all. */
  cors: readonly string[];
  /** Host names that the service is known by; null: any. */
  names: readonly string[] | null;
}

/** Paths that need no key: nothing in them is about pictures. */
const OPEN = new Set(['/healthz', '/readyz', '/openapi.json', '/docs']);

/**
 * Whether a request may be answered; the name that its key was given to, where keys are needed.
 * Throws E_HTTP_REQUEST (no host), E_HTTP_ORIGIN, E_HTTP_AUTH.
 */
export function checkRequest(
  request: FastifyRequest,
  { keys, cors, names }: GuardOptions,
): string | undefined {
  const { host, origin } = request.headers;
  if (host === undefined)
    throw new AssayError('E_HTTP_REQUEST', 'The request has no Host header; expected one.');
  // A page elsewhere can point its own name at this machine (DNS rebinding): then the name is not one of ours.
  if (names !== null && !names.includes(hostName(host))) {
    throw new AssayError(
      'E_HTTP_ORIGIN',
      `The request is for ${JSON.stringify(host.slice(0, 100))}; this service is known as ${names.join(', ')}. Start it with --known-as NAME for other names.`,
    );
  }
  if (origin !== undefined && !isSame(origin, host) && !cors.includes(origin) && !cors.includes('*')) {
    throw new AssayError(
      'E_HTTP_ORIGIN',
      `Pages of ${JSON.stringify(origin.slice(0, 100))} may not ask here. Start the service with --cors ORIGIN to let them.`,
    );
  }
  const path = request.routeOptions.url ?? '';
  const entries = keys();
  if (entries === null || OPEN.has(path) || !(path.startsWith('/v1/') || path === '/metrics'))
    return undefined;
  if (request.method === 'OPTIONS') return undefined; // a browser asks without the key whether it may ask with it
  const key = keyOf(request.headers);
  const name = key === undefined ? undefined : findKey(entries, key);
  if (name === undefined) {
    throw new AssayError(
      'E_HTTP_AUTH',
      `${key === undefined ? 'The request shows no API key' : 'The API key is not known'}; expected "Authorization: Bearer KEY" with one that "assay key" made.`,
    );
  }
  return name;
}

/** The names of this machine itself. */
export const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** True where only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

/** A page of this service itself; behind a proxy that speaks TLS the schemes differ. */
function isSame(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}
