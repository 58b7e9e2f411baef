import { Command, Option } from 'commander';
import type { InspectOptions } from '../provenance/index.js';
import type { InspectedFile } from '../report/inspection.js';
import { EXIT } from './exit-codes.js';
import { shared } from './options.js';
import type { SetExit } from './commands.js';

/** Files inspected at once. */
const CONCURRENCY = 4;

/** `assay inspect PATHS…`: what files say about themselves. */
export function createInspectCommand(setExit: SetExit): Command {
  return new Command('inspect')
    .description(
      'Show what files say about where they come from: C2PA, IPTC, XMP, EXIF, generator text.\n' +
        'The pixels are not judged; nothing leaves this machine unless --online is given.',
    )
    .argument('<paths...>', 'pictures, or folders of pictures')
    .addOption(shared.json())
    .option('--details', 'print each file in full (default for a single file)')
    .option('--trust <pem...>', 'PEM files of authorities or signers whose C2PA signatures are trusted')
    .option('--online', 'fetch a C2PA manifest that a file only names, from public https addresses')
    .addOption(
      new Option('--fail-on <what...>', `end in exit code ${EXIT.found} where any file is so`).choices([
        'generated',
        'edited-with-ai',
        'tampered',
        'contradiction',
      ]),
    )
    .action(async (paths: string[], options: InspectArguments) => {
      const { formatInspection, formatInspections, formatJson, wantsColor } =
        await import('../report/index.js');
      const { gatherPictures } = await import('./gather.js');
      const { readTrustLists } = await import('./trust-lists.js');
      const trust = options.trust ? await readTrustLists(options.trust) : undefined;
      const { files } = await gatherPictures(paths);
      const { inspected, failures } = await inspectFiles(
        files.map(({ file }) => file),
        { ...(trust && { trust }), online: options.online === true },
      );
      const format = { width: process.stdout.columns, color: wantsColor(process.stdout) };
      if (options.json) {
        process.stdout.write(formatJson([...inspected, ...failures]));
      } else if (options.details || inspected.length === 1) {
        const separator = `\n${'─'.repeat(Math.min(format.width ?? 80, 80))}\n\n`;
        process.stdout.write(inspected.map((file) => formatInspection(file, format)).join(separator));
      } else {
        process.stdout.write(formatInspections(inspected, format));
      }
      for (const { error } of failures) process.stderr.write(`${error.code}: ${error.message}\n`);
      if (inspected.some((file) => isAsked(file, options.failOn ?? []))) setExit(EXIT.found);
      if (failures.length > 0) setExit(EXIT.partial);
    });
}

interface InspectArguments {
  json?: boolean;
  details?: boolean;
  trust?: string[];
  online?: boolean;
  failOn?: string[];
}

interface Failure {
  file: string;
  error: { code: string; message: string };
}

async function inspectFiles(
  files: readonly string[],
  options: InspectOptions,
): Promise<{ inspected: InspectedFile[]; failures: Failure[] }> {
  const { mapInOrder } = await import('../concurrency.js');
  const { isAssayError } = await import('../errors.js');
  const { readImageFile } = await import('../image/index.js');
  const { inspect } = await import('../provenance/index.js');
  const inspected: InspectedFile[] = [];
  const failures: Failure[] = [];
  const results = mapInOrder(files, CONCURRENCY, async (file): Promise<InspectedFile | Failure> => {
    try {
      return { file, ...(await inspect(await readImageFile(file), options)) };
    } catch (error) {
      if (!isAssayError(error)) throw error;
      return { file, error: { code: error.code, message: error.message } };
    }
  });
  for await (const result of results) {
    if ('error' in result) failures.push(result);
    else inspected.push(result);
  }
  return { inspected, failures };
}

function isAsked({ claims, contradictions, c2pa }: InspectedFile, asked: readonly string[]): boolean {
  return asked.some((what) => {
    if (what === 'tampered') return c2pa?.state === 'tampered';
    if (what === 'contradiction') return contradictions.length > 0;
    return claims.some(({ statement, strength }) => statement === what && strength !== 'inferred');
  });
}
