import { request } from 'node:https';
import { isIP } from 'node:net';
import { AssayError } from '../../errors.js';
import { isPublicAddress, resolveAll, type Lookup } from '../../public-address.js';

const MAX_BYTES = 16 * 1024 * 1024;
const TIMEOUT = 10_000;

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
