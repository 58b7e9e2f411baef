import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '../errors.js';
import type { ErrorAnswer } from './answers.js';

/** Answers what never becomes a request, in the same form as all other errors. */
export function answerClientError(error: { code?: string | undefined }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    write(
      socket,
      408,
      'E_HTTP_TIMEOUT',
      'The request did not arrive within its time. Send it again, faster.',
    );
  else if (error.code === 'HPE_HEADER_OVERFLOW')
    write(
      socket,
      431,
      'E_HTTP_REQUEST',
      'The headers of the request are longer than 16 KiB. Send shorter ones.',
    );
  else
    write(
      socket,
      400,
      'E_HTTP_REQUEST',
      'The request is not well-formed HTTP/1.1; expected a client that speaks it.',
    );
}

/** Has Node's server answer in our form where it would answer by itself, or not at all. */
export function answerOddRequests(server: Server): void {
  server.on('checkExpectation', (_: IncomingMessage, response: ServerResponse) => {
    const body = JSON.stringify(
      answer(
        'E_HTTP_REQUEST',
        'The request expects something other than 100-continue. Send it without Expect.',
      ),
    );
    response
      .writeHead(417, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        connection: 'close',
      })
      .end(body);
  });
  server.on('connect', (_: IncomingMessage, socket: Duplex) =>
    write(socket, 405, 'E_HTTP_METHOD', 'CONNECT is not taken here: this is no proxy.'),
  );
}

function write(socket: Duplex, status: number, code: ErrorCode, message: string): void {
  const body = JSON.stringify(answer(code, message));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function answer(code: ErrorCode, message: string): ErrorAnswer {
  return { error: { code, message }, requestId: randomUUID() };
}
