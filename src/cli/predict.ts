import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { PredictFailure } from '../detect/index.js';
import type { Verdict } from '../detect/verdict.js';
import type { Claim } from '../provenance/index.js';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import { EXIT } from './exit-codes.js';
import { shared } from './options.js';
import type { SetExit } from './commands.js';

/** `assay predict [DETECTOR] FILES…`: verdicts on pictures. */
export function createPredictCommand(setExit: SetExit): Command {
  return new Command('predict')
    .description('Judge pictures with a detector: probability of fake and verdict, one line a picture.')
    .usage('[options] [detector] <paths...>')
    .argument(
      '<paths...>',
      'pictures, or folders of pictures; a detector file or a run folder may stand first',
    )
    .option(
      '-m, --model <name>',
      'a built-in detector by name, an .onnx file or a run folder (default: auto)',
    )
    .addOption(shared.json())
    .addOption(new Option('--csv', 'print CSV').conflicts('json'))
    .addOption(shared.threads())
    .option('--no-provenance', 'judge by the pixels alone; do not read what files say of themselves')
    .option('--trust <pem...>', 'PEM files of authorities or signers whose C2PA signatures are trusted')
    .action(async (named: string[], options: PredictArguments) => {
      const { openDetector, predictFiles, resolveModel } = await import('../detect/index.js');
      const { formatVerdicts } = await import('./predict-output.js');
      const { formatLeftOut } = await import('./left-out.js');
      const { gatherPictures } = await import('./gather.js');
      const { model, paths } = await sortArguments(named, options.model);
      const detector = await openDetector(
        await resolveModel(model),
        options.threads ? { threads: options.threads } : {},
      );
      try {
        const { files, passedOver } = await gatherPictures(paths);
        process.stderr.write(formatLeftOut(passedOver));
        const results: (Verdict | PredictFailure)[] = [];
        const provenance = options.provenance ? await claimReader(options.trust) : undefined;
        for await (const result of predictFiles(
          detector,
          files.map(({ file }) => file),
          provenance ? { provenance } : {},
        ))
          results.push(result);
        process.stdout.write(formatVerdicts(results, options.json ? 'json' : options.csv ? 'csv' : 'table'));
        const failures = results.filter((result) => 'error' in result);
        if (failures.length > 0) setExit(EXIT.partial);
      } finally {
        await detector.close();
      }
    });
}

/** A detector that stands first among the paths is no picture. Throws E_ARGUMENT where no picture is named. */
async function sortArguments(
  named: readonly string[],
  model: string | undefined,
): Promise<{ model: string | undefined; paths: readonly string[] }> {
  const [first, ...rest] = named;
  if (model !== undefined || first === undefined || !(await isDetector(first)))
    return { model, paths: named };
  if (rest.length > 0) return { model: first, paths: rest };
  throw new AssayError(
    'E_ARGUMENT',
    `${quoteName(first)} is a detector, and no picture is named. Name pictures or folders after it.`,
  );
}

/** An .onnx file by its name, or a folder that holds `best.onnx`. */
async function isDetector(path: string): Promise<boolean> {
  if (path.endsWith('.onnx')) return true;
  return stat(join(path, 'best.onnx')).then(
    (about) => about.isFile(),
    () => false,
  );
}

/** Reads the claims of a file, with the trust lists named. */
async function claimReader(
  trustLists: string[] | undefined,
): Promise<(bytes: Uint8Array) => Promise<Claim[]>> {
  const { inspect } = await import('../provenance/index.js');
  const { readTrustLists } = await import('./trust-lists.js');
  const trust = trustLists && (await readTrustLists(trustLists));
  return async (bytes) => (await inspect(bytes, trust ? { trust } : {})).claims;
}

interface PredictArguments {
  model?: string;
  provenance: boolean;
  trust?: string[];
  json?: boolean;
  csv?: boolean;
  threads?: number;
}
