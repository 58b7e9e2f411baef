import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { Grade, Sample, Split } from '../dataset/index.js';
import type { SetExit } from './commands.js';
import { addGroupingOptions, addNamingOptions, DATA_ARGUMENT, type DataArguments } from './data-options.js';
import { EXIT } from './exit-codes.js';
import { integer, shared } from './options.js';
import { untilInterrupted } from './until-interrupted.js';

interface Arguments extends Omit<DataArguments, 'split' | 'part'> {
  split?: string[];
  strict?: boolean;
  failOn?: Grade;
  out?: string;
  seed: number;
  workers?: number;
  dataCache: string | boolean;
  json?: boolean;
  quiet?: boolean;
}

/** Grades from the worst on. */
const GRADES: readonly Grade[] = ['blocks', 'warns', 'notes'];

/** `assay audit DATA`: what would let a detector cheat, and a split leak. */
export function createAuditCommand(setExit: SetExit): Command {
  const command = new Command('audit')
    .description(
      'Look for what would let a detector cheat or a split leak: formats and sizes that tell the class, metadata,\n' +
        'corner marks, near-duplicates, names. Nothing is trained and nothing is changed.',
    )
    .addHelpText(
      'after',
      '\nExample: assay audit faces --out faces-audit' +
        '\nIn a script: assay audit faces --split split.csv --strict --quiet' +
        `\n\nExit codes: ${EXIT.found} where --strict or --fail-on finds what it looks for, ${EXIT.partial} where files were left out.`,
    )
    .argument('[data]', DATA_ARGUMENT);
  addNamingOptions(command).option(
    '--split <file|run>',
    'look for the same picture in two parts of this split: a split.csv, or the folder of a run; may be repeated ' +
      '(default: the parts that the data set brings along)',
    (text: string, before: string[] = []) => [...before, text],
  );
  return addGroupingOptions(
    command,
    'pictures alike in this are one case in all intervals, and belong in one part of a split; may be repeated',
  )
    .optionsGroup('Run:')
    .option('--strict', `end in exit code ${EXIT.found} where a finding blocks`)
    .addOption(
      new Option(
        '--fail-on <grade>',
        `end in exit code ${EXIT.found} where a finding is of this grade or worse`,
      ).choices(GRADES),
    )
    .option('--out <dir>', 'write audit.json and audit.html, a page with thumbnails, there')
    .addOption(shared.seed())
    .addOption(
      new Option(
        '--workers <n>',
        'threads that measure and compare pictures; the report is the same for any number (default: the cores, at most 4)',
      ).argParser(integer(0, 64)),
    )
    .option(
      '--data-cache <dir>',
      "where facts of files are kept between audits (default: the platform's cache folder)",
    )
    .option('--no-data-cache', 'keep nothing on disk')
    .addOption(shared.json())
    .addOption(shared.quiet())
    .action((data: string | undefined, options: Arguments) =>
      untilInterrupted(setExit, (signal) => audit(data, options, { signal, setExit })),
    );
}

async function audit(
  data: string | undefined,
  options: Arguments,
  { signal, setExit }: { signal: AbortSignal; setExit: SetExit },
): Promise<void> {
  const { auditDataset } = await import('../dataset/index.js');
  const { AUDIT_FILES, formatAudit, formatAuditFiles, formatJson, visibleText, wantsColor } =
    await import('../report/index.js');
  const { createRandom } = await import('../random.js');
  const { writeFileWhole } = await import('../files.js');
  const { VERSION } = await import('../version.js');
  const { createAuditReporter } = await import('./audit-progress.js');
  const { formatLeftOut } = await import('./left-out.js');
  const { readData } = await import('./read-data.js');

  const { split: splitPaths = [], out, workers, quiet = false, ...naming } = options;
  const { dataset, name } = await readData(data, naming);
  const split = await readSplits(splitPaths, dataset.samples);
  if (out !== undefined) {
    const { makeOutputFolder } = await import('../detect/evaluation-folder.js');
    await makeOutputFolder(out);
  }
  const cache = await cacheFolder(options.dataCache);
  const reporter = quiet ? null : createAuditReporter(process.stderr);
  try {
    const report = await auditDataset(dataset, {
      name,
      // As `train` draws, so that both give the same report.
      random: createRandom(options.seed).fork('audit'),
      signal,
      ...(split.length === 0 ? {} : { split }),
      ...(cache === null ? {} : { cache }),
      ...(workers === undefined ? {} : { workers }),
      ...(reporter && { onProgress: (progress) => reporter.onAudit(progress) }),
    });
    const notes = [...report.settings.warnings];
    if (out !== undefined) {
      const files = formatAuditFiles(report, { madeBy: `Assay ${VERSION}` });
      for (const [file, text] of Object.entries(files)) await writeFileWhole(join(out, file), text);
      notes.push(`Written to ${out}: ${AUDIT_FILES.json}, and ${AUDIT_FILES.page} to look at.`);
    }
    if (!quiet) {
      for (const note of notes) process.stderr.write(`${visibleText(note)}\n`);
      process.stderr.write(formatLeftOut(report.unreadable));
    }
    const { stdout } = process;
    stdout.write(options.json ? formatJson(report) : formatAudit(report, { color: wantsColor(stdout) }));
    if (report.unreadable.length > 0) setExit(EXIT.partial);
    if (isBadEnough(report.grade, options)) setExit(EXIT.found);
  } finally {
    reporter?.stop();
  }
}

/** The splits to check; their groups are left for the audit to judge. */
async function readSplits(paths: readonly string[], samples: readonly Sample[]): Promise<Split[]> {
  const { readSplit } = await import('../dataset/index.js');
  const bare = samples.map(({ id, label }) => ({ id, label }));
  return Promise.all(
    paths.map(async (path) => {
      const isFolder = await stat(path).then(
        (found) => found.isDirectory(),
        () => false,
      );
      return readSplit(isFolder ? join(path, 'split.csv') : path, bare, undefined, { allowMissing: true });
    }),
  );
}

async function cacheFolder(dataCache: string | boolean): Promise<string | null> {
  if (dataCache === false) return null;
  const { defaultCacheFolder } = await import('../train/feature-cache.js');
  return join(typeof dataCache === 'string' ? dataCache : defaultCacheFolder(), 'audit');
}

function isBadEnough(worst: Grade | null, { strict, failOn }: Arguments): boolean {
  const from = failOn ?? (strict === true ? 'blocks' : null);
  return from !== null && worst !== null && GRADES.indexOf(worst) <= GRADES.indexOf(from);
}
