import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchPicture, openAt, type Address, type OpenAt } from './fetch-picture.js';

const PUBLIC = '93.184.216.34';
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** Hosts by their addresses; none is asked for over a network. */
const lookup =
  (hosts: Record<string, string[]>) =>
  (host: string): Promise<Address[]> =>
    Promise.resolve(
      (hosts[host] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

/** A server on this machine that stands for all of the network, and what was asked of it. */
async function network(listener: RequestListener): Promise<{ open: OpenAt; asked: string[] }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const asked: string[] = [];
  const open: OpenAt = (target, { address }, signal) => {
    asked.push(`${target.href} at ${address}`);
    const here = new URL(target);
    here.protocol = 'http:';
    here.port = String(port);
    return openAt(here, { address: '127.0.0.1', family: 4 }, signal);
  };
  return { open, asked };
}

describe('fetchPicture', () => {
  it('asks at the address that was checked, by its name, and gives the bytes', async () => {
    const { open, asked } = await network((request, response) =>
      response.end(`${request.headers.host?.split(':')[0] ?? ''}${request.url ?? ''}`),
    );
    const bytes = await fetchPicture('https://a.example/x.png?y=1', {
      maxBytes: 100,
      lookup: lookup({ 'a.example': [PUBLIC] }),
      open,
    });
    expect(Buffer.from(bytes).toString()).toBe('a.example/x.png?y=1');
    expect(asked).toEqual([`https://a.example/x.png?y=1 at ${PUBLIC}`]);
  });

  it.each([
    'ftp://a.example/x',
    'file:///etc/passwd',
    'data:image/png;base64,AA',
    'https://a.example:8443/x',
    'https://user:word@a.example/x',
    'no address',
    'http://127.0.0.1/x',
    'http://2130706433/x',
    'http://0x7f.1/x',
    'http://[::1]/x',
    'http://[::ffff:169.254.169.254]/x',
    'http://169.254.169.254/latest/meta-data',
    'http://inside.example/x',
    'http://both.example/x',
  ])('does not ask for %s', async (url) => {
    const open: OpenAt = () => Promise.reject(new Error('asked'));
    const hosts = lookup({
      'a.example': [PUBLIC],
      'inside.example': ['10.0.0.7'],
      'both.example': [PUBLIC, '::1'],
    });
    const error: unknown = await fetchPicture(url, { maxBytes: 100, lookup: hosts, open }).catch(
      (each: unknown) => each,
    );
    expect(error).toMatchObject({ code: 'E_URL_REFUSED' });
    expect((error as Error).message).not.toContain('10.0.0.7'); // the inside stays untold
  });

  it('checks every redirect anew and follows no more than three', async () => {
    const { open, asked } = await network((request, response) => {
      const to: Record<string, string> = {
        '/one': '/two',
        '/two': 'https://b.example/end',
        '/inside': 'http://inside.example/',
        '/loop': '/loop',
      };
      const location = to[request.url ?? ''];
      response
        .writeHead(location === undefined ? 200 : 302, location === undefined ? {} : { location })
        .end('end');
    });
    const hosts = lookup({ 'a.example': [PUBLIC], 'b.example': [PUBLIC], 'inside.example': ['192.168.1.1'] });
    const get = (path: string): Promise<Uint8Array> =>
      fetchPicture(`https://a.example${path}`, { maxBytes: 100, lookup: hosts, open });
    expect(Buffer.from(await get('/one')).toString()).toBe('end');
    await expect(get('/inside')).rejects.toMatchObject({ code: 'E_URL_REFUSED' });
    expect(asked.join()).not.toContain('inside.example');
    await expect(get('/loop')).rejects.toMatchObject({ code: 'E_URL_FETCH' });
    expect(asked.filter((each) => each.includes('/loop'))).toHaveLength(4);
  });

  it('bounds bytes and time, and says what else went wrong', async () => {
    const { open } = await network((request, response) => {
      if (request.url === '/large') response.end(Buffer.alloc(2000));
      else if (request.url === '/slow') response.write('x');
      else response.writeHead(500).end();
    });
    const get = (path: string, timeoutMs: number): Promise<Uint8Array> =>
      fetchPicture(`http://a.example${path}`, {
        maxBytes: 1000,
        timeoutMs,
        lookup: lookup({ 'a.example': [PUBLIC] }),
        open,
      });
    const failed = (reason: string): object =>
      expect.objectContaining({
        code: 'E_URL_FETCH',
        message: expect.stringContaining(reason) as string,
      }) as object;
    await expect(get('/large', 60_000)).rejects.toEqual(failed('more than 1000 bytes'));
    await expect(get('/slow', 200)).rejects.toEqual(failed('longer than 200 ms'));
    await expect(get('/fault', 60_000)).rejects.toEqual(failed('answered 500'));
    await expect(
      fetchPicture('http://none.example/', { maxBytes: 1, lookup: lookup({}), open }),
    ).rejects.toEqual(failed('no address'));
  });
});
