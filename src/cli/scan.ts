import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { PredictFailure, Verdict } from '../detect/index.js';
import type { Ledger, ScanCounts, ScanItem } from '../scan/index.js';
import type { SetExit } from './commands.js';
import { EXIT } from './exit-codes.js';
import { integer, number, shared } from './options.js';
import type { ScanFormat } from './scan-output.js';
import { untilInterrupted } from './until-interrupted.js';

interface Arguments {
  model: string;
  json?: boolean;
  jsonl?: boolean;
  csv?: boolean;
  html?: string;
  resume?: string;
  explain?: string;
  failOn: FailOn;
  provenance: boolean;
  trust?: string[];
  workers?: number;
  depth: number;
  decodeTimeout: number;
  quiet?: boolean;
}

type FailOn = 'fake' | 'inconclusive' | 'never';

/** `assay scan PATHS…`: verdicts on any number of pictures. */
export function createScanCommand(setExit: SetExit): Command {
  return new Command('scan')
    .description(
      'Judge pictures and folders of pictures with a built-in detector or your own, any number of them.',
    )
    .argument('<paths...>', 'pictures, or folders: every picture below them')
    .optionsGroup('Detector:')
    .option(
      '-m, --model <name>',
      'a built-in detector by name (assay models lists them), an .onnx file or a run folder',
      'auto',
    )
    .option('--no-provenance', 'judge by the pixels alone; do not read what files say of themselves')
    .option(
      '--trust <pem...>',
      'PEM files of authorities or signers whose C2PA signatures are trusted; after the pictures',
    )
    .optionsGroup('Results:')
    .addOption(shared.json())
    .addOption(new Option('--jsonl', 'print one JSON object a line, as they come').conflicts(['json']))
    .addOption(new Option('--csv', 'print CSV').conflicts(['json', 'jsonl']))
    .option('--html <file>', 'write a page that stands alone: counts, and the pictures to look at first')
    .option('--resume <file>', 'write JSON lines there, and go on where an earlier scan into it stopped')
    .option('--explain <dir>', 'write there, for each picture, what the detector reacts to (slow)')
    .addOption(
      new Option('--fail-on <verdict>', `what ends in exit code ${EXIT.found}: fake, or inconclusive as well`)
        .choices(['fake', 'inconclusive', 'never'])
        .default('fake'),
    )
    .optionsGroup('Run:')
    .option('--workers <n>', 'processes that judge (default: the cores, at most 16)', integer(1, 64))
    .option('--depth <n>', 'folders inside one another that are entered', integer(0, 1000), 32)
    .option(
      '--decode-timeout <s>',
      'most seconds of decoding one picture; one that takes longer is left out',
      number(0.001, 3600),
      30,
    )
    .addOption(shared.quiet())
    .addHelpText('after', EXAMPLES)
    .action((paths: string[], options: Arguments) =>
      untilInterrupted(setExit, (signal) => scanPaths(paths, options, { signal, setExit })),
    );
}

const EXAMPLES = `
Examples:
  assay scan photo.jpg                        one picture
  assay scan holiday/ --html holiday.html     a folder, and a page to look at
  assay scan a.jpg --json                     all that decided, for a program
  assay scan a.jpg --explain maps/            and a heat map of what the detector reacts to
  assay scan archive/ --resume scan.jsonl     stopped or killed: the same command goes on
  assay scan upload.png --quiet && publish    goes on only if nothing looks fake
  assay scan faces/ --model runs/faces-1      with a detector of your own
  assay scan faces/ --model faces             with a built-in one by name; without it, each picture's content decides

Each picture gets a verdict, a probability of fake, and what the file says of itself. "inconclusive" is an answer:
the probability lies where the detector errs too often to say. A verdict is no proof; photographs are called fake
as well, at the rate that the detector states (assay models).

Exit codes: ${EXIT.ok} nothing found, ${EXIT.found} something found (see --fail-on), ${EXIT.usage} wrong arguments, ${EXIT.partial} nothing found but some files
could not be judged, ${EXIT.failure} failed on the way, ${EXIT.interrupted} stopped.
`;

async function scanPaths(
  paths: string[],
  options: Arguments,
  { signal, setExit }: { signal: AbortSignal; setExit: SetExit },
): Promise<void> {
  const { resolveModel } = await import('../detect/index.js');
  const scanning = await import('../scan/index.js');
  const { createProgress } = await import('../report/index.js');
  const { createScanPrinter, formatScanCounts } = await import('./scan-output.js');
  const { formatLeftOut } = await import('./left-out.js');
  const { readTrustText } = await import('./trust-lists.js');
  const { requireScanOutputs } = await import('./scan-outputs.js');

  await requireScanOutputs(paths, options);
  const detector = await resolveModel(options.model);
  const { explain } = options;
  const listing = { maxDepth: options.depth, exclude: explain === undefined ? [] : [explain] };
  const total = await scanning.countEntries(paths, listing);
  signal.throwIfAborted();
  const workers = options.workers ?? Math.max(1, Math.min(availableParallelism(), 16, Math.ceil(total / 4)));
  const pool = await scanning.openJudgePool(
    {
      detector,
      provenance: options.provenance,
      limits: { timeoutMs: options.decodeTimeout * 1000 },
      ...(explain !== undefined && { explain: resolve(explain) }),
      ...(options.trust && { trust: await readTrustText(options.trust) }),
    },
    { workers },
  );
  const progress =
    options.quiet || total === 1
      ? null
      : createProgress({ stream: process.stderr, total, label: 'Scanning' });
  const collector = scanning.createCollector();
  const { counts } = collector.result();
  const passedOver: { id: string; code: string; message: string }[] = [];
  const printer = createScanPrinter(formatOf(options));
  const started = performance.now();
  const writePage = async (): Promise<void> => {
    if (options.html === undefined) return;
    const { writeScanPage } = await import('./scan-page.js');
    const seconds = (performance.now() - started) / 1000;
    await writeScanPage(options.html, {
      ...collector.result(),
      paths,
      detector: pool,
      seconds,
      isPartial: signal.aborted,
    });
  };
  // Few where each takes long: a stop loses those under way.
  const most = explain === undefined ? 16 : 2;
  const chunk = Math.max(1, Math.min(most, Math.ceil(total / (4 * workers))));
  const judgeAll = async (ledger: Ledger | null): Promise<void> => {
    let done = 0;
    let block: (Verdict | PredictFailure)[] = [];
    const flush = async (): Promise<void> => {
      if (block.length === 0) return;
      // Taken out first: what could not be written is not tried again behind half a line.
      const results = block;
      block = [];
      await ledger?.append(results.map((result) => `${JSON.stringify(result)}\n`).join(''));
      await print(results.map((result) => printer.line(result)).join(''));
    };
    await print(printer.head);
    try {
      for await (const item of scanning.scan(pool, scanning.listPictures(paths, listing), {
        chunk,
        signal,
        ...(ledger && { known: ledger.known }),
      })) {
        collector.add(item);
        if (item.kind === 'passed-over') {
          if (passedOver.length < 10) passedOver.push(item.entry);
        } else if (item.kind !== 'known') block.push(resultOf(item));
        if (block.length >= chunk) await flush();
        progress?.update(++done, figures(counts), done - counts.passedOver);
      }
      progress?.finish(figures(counts));
    } finally {
      await flush();
      await print(printer.tail);
    }
  };
  try {
    signal.throwIfAborted();
    const ledger =
      options.resume === undefined ? null : await scanning.openLedger(options.resume, pool.sha256);
    try {
      if (ledger && ledger.kept > 0 && !options.quiet)
        process.stderr.write(
          `Of this detector's verdicts ${ledger.kept} are in ${options.resume} already.\n`,
        );
      await judgeAll(ledger);
    } finally {
      progress?.stop();
      if (signal.aborted) await pool.close();
      await ledger?.close();
      await writePage();
    }
  } finally {
    await pool.close();
  }
  if (!options.quiet) process.stderr.write(formatLeftOut(passedOver) + formatScanCounts(counts));
  setExit(exitCode(counts, options.failOn));
}

function formatOf({ json, jsonl, csv }: Arguments): ScanFormat {
  if (json) return 'json';
  if (jsonl) return 'jsonl';
  return csv ? 'csv' : 'text';
}

function resultOf(item: Extract<ScanItem, { kind: 'judged' | 'failed' }>): Verdict | PredictFailure {
  return item.kind === 'judged' ? item.verdict : item.failure;
}

/** The counts that a progress bar shows. */
function figures({ fake, real, inconclusive, failed }: ScanCounts): Record<string, number> {
  return { fake, real, inconclusive, ...(failed > 0 && { failed }) };
}

function exitCode({ fake, inconclusive, failed }: ScanCounts, failOn: FailOn): number {
  const found = failOn === 'never' ? 0 : fake + (failOn === 'inconclusive' ? inconclusive : 0);
  if (found > 0) return EXIT.found;
  return failed > 0 ? EXIT.partial : EXIT.ok;
}

/** Prints, and waits where the reader is slower than the scan. */
async function print(text: string): Promise<void> {
  if (text === '' || process.stdout.write(text)) return;
  await new Promise((resolve) => process.stdout.once('drain', resolve));
}
