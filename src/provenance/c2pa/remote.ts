import { lookup as systemLookup } from 'node:dns/promises';
import { request } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { AssayError } from '../../errors.js';

const MAX_BYTES = 16 * 1024 * 1024;
const TIMEOUT = 10_000;

/** Resolves a host name to its addresses. */
export type Lookup = (host: string) => Promise<{ address: string; family: number }[]>;

const resolveAll: Lookup = (host) => systemLookup(host, { all: true });

/**
 * Fetches a remote manifest whose address a file gave. The address is a stranger's, so: HTTPS only, default port, no
 * credentials, no redirects, public addresses only (the one that was checked is the one that is used), at most 16 MiB
 * and 10 seconds. Throws E_REMOTE_MANIFEST.
 */
export async function fetchManifest(url: string, lookup: Lookup = resolveAll): Promise<Uint8Array> {
  const target = parseUrl(url);
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await lookup(host).catch(() => []);
  const refused = addresses.find(({ address }) => !isPublicAddress(address));
  const [first] = addresses;
  if (!first) throw refuse(url, 'its host has no address');
  if (refused) throw refuse(url, `its host is at ${refused.address}, which is not a public address`);
  return download(target, first);
}

function parseUrl(url: string): URL {
  let target: URL;
  try {
    target = new URL(url);
  } catch {
    throw refuse(url, 'it is not an address');
  }
  if (target.protocol !== 'https:') throw refuse(url, 'only https is fetched');
  if (target.port !== '' || target.username !== '' || target.password !== '') {
    throw refuse(url, 'a port or credentials are not accepted');
  }
  return target;
}

function download(
  target: URL,
  { address, family }: { address: string; family: number },
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      reject(refuse(target.href, reason));
    };
    const outgoing = request(
      {
        host: address,
        family,
        servername: isIP(target.hostname) ? undefined : target.hostname,
        path: `${target.pathname}${target.search}`,
        headers: { host: target.host, accept: 'application/c2pa' },
        signal: AbortSignal.timeout(TIMEOUT),
      },
      (response) => {
        if (response.statusCode !== 200) {
          response.resume();
          return fail(`the server answered ${response.statusCode ?? 0}`);
        }
        const chunks: Buffer[] = [];
        let total = 0;
        response.on('data', (chunk: Buffer) => {
          total += chunk.length;
          chunks.push(chunk);
          if (total > MAX_BYTES) outgoing.destroy(new Error(`more than ${MAX_BYTES} bytes`));
        });
        response.on('error', (error) => fail(error.message));
        response.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
      },
    );
    outgoing.on('error', (error) => fail(error.message));
    outgoing.end();
  });
}

function refuse(url: string, reason: string): AssayError {
  return new AssayError(
    'E_REMOTE_MANIFEST',
    `The remote manifest ${url.slice(0, 200)} was not fetched: ${reason}. Expected a public https address.`,
  );
}

const SPECIAL = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  SPECIAL.addSubnet(network, prefix, 'ipv4');
}
/** Global unicast is 2000::/3; inside it, documentation, Teredo and 6to4 lead elsewhere. */
const GLOBAL6 = new BlockList();
GLOBAL6.addSubnet('2000::', 3, 'ipv6');
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  SPECIAL.addSubnet(network, prefix, 'ipv6');
}

/** True for addresses that are reachable from anywhere (RFC 6890 and its registry), false for all others. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !SPECIAL.check(address, 'ipv4');
  return family === 6 && GLOBAL6.check(address, 'ipv6') && !SPECIAL.check(address, 'ipv6');
}
