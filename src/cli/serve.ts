import { Command, InvalidArgumentError, Option } from 'commander';
import type { KeyEntry } from '../server/index.js';
import type { SetExit } from './commands.js';
import { EXIT } from './exit-codes.js';
import { integer, number } from './options.js';

interface Arguments {
  host: string;
  port: number;
  model?: string[];
  workers?: number;
  provenance: boolean;
  trust?: string[];
  keys?: string;
  rate?: number;
  cors?: string[];
  knownAs?: string[];
  trustProxy?: string;
  allowUrls?: boolean;
  page: boolean;
  maxFile: number;
  maxRequest: number;
  maxFiles: number;
  maxPixels: number;
  decodeTimeout: number;
  queue?: number;
  memory: number;
  bodyTime: number;
  grace: number;
  logLevel: string;
  logNames?: boolean;
}

const LEVELS = ['silent', 'error', 'warn', 'info', 'debug'];

/** `assay serve`: the same answers over HTTP. */
export function createServeCommand(setExit: SetExit): Command {
  return new Command('serve')
    .description('Judge pictures over HTTP: scan, inspect, metrics, and the page where one drops a picture.')
    .option('--host <address>', 'address to listen at', '127.0.0.1')
    .option('-p, --port <n>', 'port to listen at; 0: any that is free', integer(0, 65535), 8321)
    .optionsGroup('Detectors:')
    .option(
      '-m, --model <name...>',
      'built-in detectors by name, .onnx files or run folders; the first is the default (default: auto)',
    )
    .option(
      '--workers <n>',
      'processes for each detector (default: the cores shared out, at most 16)',
      integer(1, 64),
    )
    .option('--no-provenance', 'judge by the pixels alone; do not read what files say of themselves')
    .option('--trust <pem...>', 'PEM files of authorities or signers whose C2PA signatures are trusted')
    .optionsGroup('Who may ask:')
    .option(
      '--keys <file>',
      'ask for an API key; FILE holds their hashes ("assay key" makes one; SIGHUP reads it again)',
    )
    .option('--rate <n>', 'most requests a minute of one key, or one address without keys', integer(1, 1e9))
    .addOption(
      new Option('--cors <origin...>', 'pages of these origins may ask, "*" for all').argParser(
        collectOrigins,
      ),
    )
    .option(
      '--known-as <name...>',
      'host names beside localhost that requests may be for, where there are no keys',
    )
    .option('--trust-proxy <addresses>', 'proxies whose X-Forwarded-For is believed, separated by commas')
    .option('--allow-urls', 'fetch pictures from public http(s) addresses that a request names')
    .option('--no-page', 'do not serve the page at /')
    .optionsGroup('Bounds:')
    .option('--max-file <MB>', 'most megabytes of a picture', number(0.001, 2000), 50)
    .option('--max-request <MB>', 'most megabytes of a request', number(0.001, 2000), 100)
    .option('--max-files <n>', 'most pictures in a request', integer(1, 1000), 64)
    .option('--max-pixels <MP>', 'most megapixels of a picture', number(0.001, 1000), 100)
    .option('--decode-timeout <s>', 'most seconds of decoding one picture', number(0.001, 3600), 10)
    .option(
      '--queue <n>',
      'pictures in hand above which requests get 429 (default: 64 for each process)',
      integer(1, 1e6),
    )
    .option('--memory <MB>', 'megabytes of bodies in hand above which requests get 429', number(1, 1e6), 256)
    .option('--body-time <s>', 'most seconds for a body to arrive', number(1, 3600), 120)
    .option('--grace <s>', 'seconds for what was accepted to finish when stopped', number(0, 3600), 30)
    .optionsGroup('Log (JSON lines on standard error):')
    .addOption(new Option('--log-level <level>', 'what is logged').choices(LEVELS).default('info'))
    .option('--log-names', 'log the names of files as well, at level debug; their content is never logged')
    .addHelpText('after', EXAMPLES)
    .action((options: Arguments) => serve(options, setExit));
}

const EXAMPLES = `
Examples:
  assay serve                                        with the built-in detector, for this machine alone
  assay serve --model runs/faces-1 --port 9000       with your own
  curl -F file=@photo.jpg localhost:8321/v1/scan     a picture, or several -F
  curl --data-binary @photo.jpg -H 'content-type: image/jpeg' 'localhost:8321/v1/scan?explain=1'
  assay key alice --file keys.txt && assay serve --host 0.0.0.0 --keys keys.txt

/docs describes every route, docs/server.md every option, bound, metric and error code.
`;

async function serve(options: Arguments, setExit: SetExit): Promise<void> {
  const { createService, HOW_TO_GET_PAGE, isLoopback, LOOPBACK_NAMES, readKeyFile } =
    await import('../server/index.js');
  const { readTrustText } = await import('./trust-lists.js');
  let keys: KeyEntry[] | null = options.keys === undefined ? null : await readKeyFile(options.keys);
  const service = await createService({
    detectors: options.model ?? [],
    workers: options.workers,
    provenance: options.provenance,
    ...(options.trust && { trust: await readTrustText(options.trust) }),
    keys: () => keys,
    ...(options.rate !== undefined && { rate: options.rate }),
    cors: options.cors ?? [],
    // A key cannot be guessed by a page elsewhere; without keys only the names of this machine are answered to.
    ...(keys === null &&
      isLoopback(options.host) && { names: [...LOOPBACK_NAMES, ...(options.knownAs ?? [])] }),
    ...(options.trustProxy !== undefined && { trustProxy: options.trustProxy }),
    allowUrls: options.allowUrls ?? false,
    ...(!options.page && { site: null }),
    limits: limitsOf(options),
    log: { level: options.logLevel, stream: process.stderr, names: options.logNames ?? false },
  });
  const { log } = service.app;
  try {
    const address = await service.listen(options);
    const models = service.context.models.map(({ name, pool }) => `${name} (${pool.workers} processes)`);
    process.stdout.write(
      `Assay listens at ${address} with ${models.join(', ')}; ${address}/docs describes it.\n`,
    );
    if (options.page)
      process.stdout.write(`${service.hasPage ? `The page is at ${address}/` : HOW_TO_GET_PAGE}\n`);
    if (keys === null && !isLoopback(options.host))
      log.warn('anyone who reaches this address may ask: --keys FILE asks for a key');
    const reload = (): void => {
      if (options.keys === undefined) return;
      readKeyFile(options.keys).then(
        (read) => {
          keys = read;
          log.info({ keys: read.length }, 'keys read again');
        },
        (error: Error) => log.error({ err: error }, 'keys not read again; those from before stay'),
      );
    };
    process.on('SIGHUP', reload);
    const signal = await stopSignal();
    process.off('SIGHUP', reload);
    log.info({ signal, pictures: service.context.admission.pictures }, 'stopping');
  } finally {
    await service.close(options.grace * 1000);
  }
  log.info('stopped');
  setExit(EXIT.ok);
}

function limitsOf(options: Arguments) {
  return {
    maxFileBytes: options.maxFile * 1e6,
    maxRequestBytes: options.maxRequest * 1e6,
    maxFiles: options.maxFiles,
    maxPixels: options.maxPixels * 1e6,
    decodeTimeoutMs: options.decodeTimeout * 1000,
    ...(options.queue !== undefined && { maxQueued: options.queue }),
    maxHeldBytes: options.memory * 1e6,
    bodyTotalMs: options.bodyTime * 1000,
  };
}

/** The first signal to stop; a second one ends the process at once. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    const stop = (signal: string): void => {
      process.once('SIGINT', () => process.exit(EXIT.interrupted));
      resolve(signal);
    };
    process.once('SIGTERM', stop).once('SIGINT', stop);
  });
}

function collectOrigins(text: string, before: string[] | undefined): string[] {
  const isOrigin = text === '*' || (URL.canParse(text) && new URL(text).origin === text);
  if (!isOrigin)
    throw new InvalidArgumentError(`Found "${text}"; expected an origin such as https://example.org, or *.`);
  return [...(before ?? []), text];
}
