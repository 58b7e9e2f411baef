import { connect } from 'node:net';

export function sendCase(port, { pieces, then = 'wait' }, timeoutMs) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const timers = [];
    let received = Buffer.alloc(0);
    const finish = (answer) => {
      timers.forEach(clearTimeout);
      socket.destroy();
      resolve(answer);
    };
    timers.push(setTimeout(() => finish(null), timeoutMs));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const answer = parse(received);
      if (answer) finish(answer);
    });
    // A connection that is reset while a refused body is still being sent can leave its answer before that.
    socket.on('error', () => finish(parse(received)));
    socket.on('end', () => finish(parse(received)));
    socket.on('connect', () => {
      let at = 0;
      pieces.forEach(({ bytes, afterMs = 0 }, i) => {
        at += afterMs;
        const write = () => {
          if (socket.destroyed) return;
          socket.write(bytes);
          if (i === pieces.length - 1 && then === 'half-close') socket.end();
        };
        if (at === 0) write();
        else timers.push(setTimeout(write, at));
      });
    });
  });
}

/** The first answer that is not 1xx, once it is complete. */
function parse(received) {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [line, ...lines] = received.subarray(0, end).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? 0);
  if (status >= 100 && status < 200) return parse(received.subarray(end + 4));
  const headers = Object.fromEntries(
    lines.map((each) => [
      each.slice(0, each.indexOf(':')).toLowerCase(),
      each.slice(each.indexOf(':') + 1).trim(),
    ]),
  );
  const body = received.subarray(end + 4);
  const length = headers['content-length'];
  if (
    length !== undefined &&
    body.length < Number(length) &&
    headers.connection !== undefined &&
    body.length > 0
  )
    return null;
  return { status, headers, body: body.toString('utf8') };
}

export function faultOf(answer, codes) {
  if (answer === null) return 'no answer';
  const { status, headers, body } = answer;
  if (status >= 500 && status !== 503) return `status ${status}: ${body.slice(0, 300)}`;
  if (body === '')
    return status < 400 || headers['content-length'] !== undefined ? null : `status ${status} without a body`;
  if (!/^application\/json/.test(headers['content-type'] ?? ''))
    return status === 200 ? null : `status ${status} as ${headers['content-type']}`;
  let json;
  try {
    json = JSON.parse(body);
  } catch {
    return `status ${status}: no JSON: ${body.slice(0, 300)}`;
  }
  if (status < 400) {
    const failed = (json.results ?? []).flatMap(({ error }) => (error ? [error.code] : []));
    const unknown = failed.find((code) => !codes.has(code) || code === 'E_INTERNAL');
    return unknown === undefined ? null : `a result with ${unknown}: ${body.slice(0, 300)}`;
  }
  if (!codes.has(json.error?.code)) return `status ${status} with the code ${json.error?.code}`;
  if (typeof json.requestId !== 'string') return `status ${status} without a request id`;
  return status === 429 && headers['retry-after'] === undefined ? '429 without Retry-After' : null;
}
