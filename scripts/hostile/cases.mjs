// Requests that mean no good, or were made by a broken program: what a service must answer with a documented code.
import { deflateSync } from 'node:zlib';
import { crc32, createDice } from './bytes.mjs';

const EOL = '\r\n';
const ascii = (text) => Buffer.from(text, 'latin1');

const MAKERS = {
  sound: (dice, pictures) => multipart(dice, [filePart(dice.pick(pictures))]),
  'broken multipart': brokenMultipart,
  'broken picture': (dice, pictures) =>
    dice.pick([
      () => post('/v1/scan', 'image/png', mutate(dice, dice.pick(pictures))),
      () => multipart(dice, [filePart(mutate(dice, dice.pick(pictures))), filePart(dice.pick(pictures))]),
      () => post('/v1/inspect', 'application/octet-stream', mutate(dice, dice.pick(pictures))),
    ])(),
  bomb: (dice, pictures) =>
    dice.pick([
      () => post('/v1/scan', 'image/png', pngOf(60_000, 60_000, Buffer.alloc(100))),
      () => post('/v1/scan', 'image/png', pngOf(0x7fffffff, 0x7fffffff, Buffer.alloc(9))),
      // Unpacks to 27 MB and is a picture, but of one colour.
      () => post('/v1/scan', 'image/png', SOLID),
      () => post('/v1/scan?explain=1', 'image/png', pngOf(1, 1, Buffer.from([0, 1, 2, 3]))),
      () => post('/v1/inspect', 'image/png', pngOf(20_000, 2_000, Buffer.alloc(2e6))),
      () => post('/v1/scan', 'image/gif', gifOf(65_535, 65_535)),
      () =>
        multipart(
          dice,
          Array.from({ length: dice.integer(60, 80) }, () => filePart(dice.pick(pictures))),
        ),
      () => post('/v1/scan', 'image/png', Buffer.alloc(dice.integer(1e5, 4e6), dice.integer(0, 255))),
    ])(),
  'wrong type': (dice, pictures) =>
    post(
      dice.pick(['/v1/scan', '/v1/inspect']),
      dice.pick([
        'text/html',
        'image/svg+xml',
        'application/json',
        'application/pdf',
        'x',
        '',
        'image/',
        'multipart/mixed; boundary=b',
        'multipart/form-data',
        'application/x-www-form-urlencoded',
        'text/plain; charset="',
        dice.text(200),
      ]),
      dice.pick([
        ascii('<svg onload="alert(1)"/>'),
        ascii('{"urls":["http://169.254.169.254/"]}'),
        ascii('{'.repeat(5000)),
        ascii('%PDF-1.7'),
        ascii('PK\x03\x04'),
        Buffer.alloc(0),
        dice.bytes(500),
        dice.pick(pictures),
      ]),
    ),
  path: (dice, pictures) =>
    send(
      dice.pick(['GET', 'POST', 'HEAD']),
      dice.pick([
        '/../../../etc/passwd',
        '/..%2f..%2fetc/passwd',
        '/%2e%2e/%2e%2e/etc/passwd',
        '/assets/../../package.json',
        '/%00',
        '/%zz',
        '/%c0%ae%c0%ae/',
        '//v1//scan',
        '/v1/scan/',
        '/v1/scan/../models',
        '/V1/SCAN',
        'http://other.example/v1/models',
        '*',
        `/${'a'.repeat(9000)}`,
        '/v1/models?__proto__=1',
        '/v1/scan?model=../../etc/passwd',
        '/v1/scan?explain=1&explain=0',
        '/v1/scan?explain=yes',
        '/v1/scan?name=%00%0d%0aSet-Cookie:%20a=b',
        '/v1/scan?model=%',
        '/?x='.padEnd(4000, 'y'),
        '/docs/..;/metrics',
        '/constructor',
        '/.git/config',
        '/site.json%00.html',
      ]),
      {},
      dice.pick(pictures),
    ),
  method: (dice, pictures) =>
    send(
      dice.pick(['PUT', 'DELETE', 'PATCH', 'TRACE', 'OPTIONS', 'PROPFIND', 'LOCK', 'CONNECT', 'GET', 'BREW']),
      dice.pick(['/v1/scan', '/v1/inspect', '/metrics', '/', '/nothing']),
      {},
      dice.pick([Buffer.alloc(0), dice.pick(pictures)]),
    ),
  headers: (dice, pictures) =>
    post(
      '/v1/scan',
      'image/png',
      dice.pick(pictures),
      dice.pick([
        { host: undefined },
        { host: '' },
        { host: 'evil.example' },
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { expect: '200-ok' },
        { expect: '100-continue' },
        { 'x-request-id': `a\tb"<script>${'x'.repeat(100)}` },
        { 'x-big': 'y'.repeat(20_000) },
        Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`x-${i}`, 'z'])),
        { 'content-encoding': 'gzip' },
        { 'transfer-encoding': 'chunked' },
        { 'transfer-encoding': 'gzip, chunked', 'content-length': undefined },
        { 'content-length': '-1' },
        { 'content-length': '1e9' },
        { 'content-length': '99999999999' },
        { 'content-length': '0' },
        { 'bad header': 'x' },
        { 'x-null': 'a\0b' },
        { upgrade: 'websocket', connection: 'Upgrade' },
        { authorization: `Bearer ${'k'.repeat(3000)}` },
        { 'x-forwarded-for': '127.0.0.1, ::1', forwarded: 'for="_x"' },
        { range: 'bytes=0-1' },
      ]),
    ),
  protocol: (dice) => ({
    pieces: [
      {
        bytes: dice.pick([
          () => ascii('GET /healthz\r\n\r\n'),
          () => ascii('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
          () => Buffer.from('16030100750100007103', 'hex'),
          () => ascii('GET / HTTP/9.9\r\nHost: x\r\n\r\n'),
          () => ascii('\r\n\r\n\r\nGET'),
          () => dice.bytes(300),
          () =>
            ascii(
              'POST /v1/scan HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n0\r\n\r\n',
            ),
          () =>
            ascii(
              'POST /v1/scan HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc',
            ),
          () =>
            ascii(
              'POST /v1/scan HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd',
            ),
          () => ascii('GET /healthz HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n'),
        ])(),
      },
    ],
    then: 'half-close',
  }),
  'cut off': (dice, pictures) => {
    const whole = dice.pick([
      () => multipart(dice, [filePart(dice.pick(pictures))]),
      () => post('/v1/scan', 'image/png', dice.pick(pictures)),
    ])();
    const [{ bytes }] = whole.pieces;
    return { pieces: [{ bytes: bytes.subarray(0, dice.integer(20, bytes.length - 1)) }], then: 'half-close' };
  },
  slow: (dice, pictures, pauseMs) => {
    const whole = dice.pick([
      () => multipart(dice, [filePart(dice.pick(pictures))]),
      () => post('/v1/scan', 'image/png', dice.pick(pictures)),
    ])();
    const [{ bytes }] = whole.pieces;
    const cut = bytes.indexOf('\r\n\r\n') + 4 + dice.integer(0, 40);
    const rest = bytes.subarray(cut);
    // Half of them stop for good, half go on too late.
    return {
      pieces: [
        { bytes: bytes.subarray(0, cut) },
        ...(dice.integer(0, 1) === 0 ? [] : [{ bytes: rest, afterMs: pauseMs * 2 }]),
      ],
    };
  },
};

/** How often each comes in a hundred. */
const SHARES = {
  sound: 8,
  'broken multipart': 20,
  'broken picture': 20,
  bomb: 5,
  'wrong type': 12,
  path: 10,
  method: 6,
  headers: 10,
  protocol: 5,
  'cut off': 3,
  slow: 1,
};

export const FAMILIES = Object.entries(SHARES).flatMap(([family, share]) => Array(share).fill(family));

export function hostileCase(i, pictures, pauseMs) {
  const dice = createDice(i);
  const family = FAMILIES[(i * 37) % FAMILIES.length]; // 37 and 100 share no factor: every hundred has every share
  return { family, ...MAKERS[family](dice, pictures, pauseMs) };
}

function brokenMultipart(dice, pictures) {
  const part = filePart(dice.pick(pictures));
  const body = (boundary, parts) =>
    Buffer.concat([
      ...parts.flatMap((each) => [ascii(`--${boundary}${EOL}`), each, ascii(EOL)]),
      ascii(`--${boundary}--${EOL}`),
    ]);
  const typed = (bytes, type = 'multipart/form-data; boundary=b') =>
    post(dice.pick(['/v1/scan', '/v1/inspect']), type, bytes);
  const odd = (head) => Buffer.concat([ascii(`${head}${EOL}${EOL}`), dice.pick(pictures)]);
  return dice.pick([
    () => typed(body('b', [part]).subarray(0, -8)),
    () => typed(body('b', [part]).subarray(0, 30)),
    () => typed(body('c', [part])),
    () => typed(body('b', [part]), 'multipart/form-data'),
    () => typed(body('b', [part]), 'multipart/form-data; boundary='),
    () => typed(body('b', [part]), `multipart/form-data; boundary=${'b'.repeat(500)}`),
    () => typed(body('b', [])),
    () => typed(ascii('--b--')),
    () => typed(Buffer.alloc(0)),
    () => typed(dice.bytes(1000)),
    () => typed(body('b', [mutate(dice, part)])),
    () => typed(mutate(dice, body('b', [part, part]))),
    () => typed(body('b', [odd('Content-Disposition: form-data')])),
    () => typed(body('b', [odd('Content-Disposition: form-data; name="__proto__"; filename="a"')])),
    () => typed(body('b', [odd('Content-Disposition: form-data; name="constructor"')])),
    () => typed(body('b', [odd('Content-Disposition: attachment; filename="x"')])),
    () => typed(body('b', [odd('X: y')])),
    () => typed(body('b', [odd('')])),
    () => typed(body('b', [odd(`Content-Disposition: form-data; name="f"; filename="${'n'.repeat(5000)}"`)])),
    () =>
      typed(body('b', [odd(`Content-Disposition: form-data; name="f"; filename="../../${dice.text(20)}"`)])),
    () =>
      typed(
        body('b', [
          odd('Content-Disposition: form-data; name="f"; filename="a"\r\nContent-Type: application/json'),
        ]),
      ),
    () =>
      typed(
        body('b', [
          odd(`Content-Disposition: form-data; name="f"; filename="a"\r\n${'X-Y: z\r\n'.repeat(200)}X: z`),
        ]),
      ),
    () => typed(body('b', [ascii('Content-Disposition: form-data; name="explain"\r\n\r\n1')])),
    () => typed(body('b', [ascii(`Content-Disposition: form-data; name="a"\r\n\r\n${'1'.repeat(50_000)}`)])),
    () =>
      typed(
        body('b', [
          ascii(
            'Content-Disposition: form-data; name="a"\r\nContent-Type: application/json\r\n\r\n{"__proto__":1}',
          ),
        ]),
      ),
    () => typed(body('b', [ascii('Content-Disposition: form-data; name="f"; filename="empty.png"\r\n\r\n')])),
    () => typed(body('b', [filePart(body('b', [part]))])),
    () =>
      typed(
        body('b', Array(300).fill(ascii('Content-Disposition: form-data; name="f"; filename="e"\r\n\r\n'))),
      ),
    () => typed(Buffer.concat([ascii('preamble '.repeat(50)), body('b', [part]), dice.bytes(100)])),
  ])();
}

function filePart(bytes) {
  return Buffer.concat([
    ascii(
      `Content-Disposition: form-data; name="file"; filename="a.png"${EOL}Content-Type: image/png${EOL}${EOL}`,
    ),
    bytes,
  ]);
}

function multipart(dice, parts) {
  const boundary = `----${dice.integer(1e6, 1e9)}`;
  const body = Buffer.concat([
    ...parts.flatMap((part) => [ascii(`--${boundary}${EOL}`), part, ascii(EOL)]),
    ascii(`--${boundary}--${EOL}`),
  ]);
  return post('/v1/scan', `multipart/form-data; boundary=${boundary}`, body);
}

function post(path, type, body, headers = {}) {
  return send('POST', path, { 'content-type': type, ...headers }, body);
}

function send(method, path, headers, body) {
  const all = {
    host: 'localhost',
    ...(body.length > 0 && { 'content-length': String(body.length) }),
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return {
    pieces: [
      { bytes: Buffer.concat([ascii([`${method} ${path} HTTP/1.1`, ...lines, '', ''].join(EOL)), body]) },
    ],
  };
}

/** Some bytes changed, dropped or doubled. */
function mutate(dice, bytes) {
  const out = Buffer.from(bytes);
  for (let n = dice.integer(1, 12); n > 0; n--) out[dice.integer(0, out.length - 1)] = dice.integer(0, 255);
  const at = dice.integer(0, out.length);
  return dice.pick([out, out.subarray(0, at), Buffer.concat([out.subarray(0, at), out])]);
}

function pngOf(width, height, raw) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const chunk = (type, data) => {
    const body = Buffer.concat([ascii(type), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  return Buffer.concat([
    ascii('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const SOLID = pngOf(3000, 3000, Buffer.alloc(3000 * 9001));

function gifOf(width, height) {
  const bytes = Buffer.from('474946383961000000008000000000000000002c00000000000000000002024401003b', 'hex');
  bytes.writeUInt16LE(width, 6);
  bytes.writeUInt16LE(height, 8);
  bytes.writeUInt16LE(width, 24);
  bytes.writeUInt16LE(height, 26);
  return bytes;
}
