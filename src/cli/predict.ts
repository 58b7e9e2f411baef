import { Command, Option } from 'commander';
import type { PredictFailure } from '../detect/index.js';
import type { Verdict } from '../detect/verdict.js';
import type { Claim } from '../provenance/index.js';
import { EXIT } from './exit-codes.js';
import { shared } from './options.js';
import type { SetExit } from './commands.js';

/** `assay predict DETECTOR FILES…`: verdicts on pictures. */
export function createPredictCommand(setExit: SetExit): Command {
  return new Command('predict')
    .description('Judge pictures with a detector: probability of fake and verdict, one line a picture.')
    .argument('<detector>', 'a detector file (.onnx), or a run folder')
    .argument('<paths...>', 'pictures, or folders of pictures')
    .addOption(shared.json())
    .addOption(new Option('--csv', 'print CSV').conflicts('json'))
    .addOption(shared.threads())
    .option('--no-provenance', 'judge by the pixels alone; do not read what files say of themselves')
    .option('--trust <pem...>', 'PEM files of authorities or signers whose C2PA signatures are trusted')
    .action(async (detectorPath: string, paths: string[], options: PredictArguments) => {
      const { loadDetector, predictFiles } = await import('../detect/index.js');
      const { formatVerdicts } = await import('./predict-output.js');
      const { formatLeftOut } = await import('./left-out.js');
      const { gatherPictures } = await import('./gather.js');
      const detector = await loadDetector(detectorPath, options.threads ? { threads: options.threads } : {});
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
  provenance: boolean;
  trust?: string[];
  json?: boolean;
  csv?: boolean;
  threads?: number;
}
