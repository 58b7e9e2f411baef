import { Command } from 'commander';
import { shared } from './options.js';

/** `assay models`: the detectors that come with the package. */
export function createModelsCommand(): Command {
  return new Command('models')
    .description(
      'List the built-in detectors: what each is for, how well it does and what its verdicts promise.',
    )
    .addHelpText('after', '\nThe whole card of each is in --json, and beside it in the folder models/.')
    .addOption(shared.json())
    .action(async (options: { json?: boolean }) => {
      const { listBuiltInModels } = await import('../detect/index.js');
      const report = await import('../report/index.js');
      const models = await listBuiltInModels();
      if (options.json) {
        process.stdout.write(report.formatJson(models));
        return;
      }
      if (models.length === 0) {
        process.stdout.write(
          'No detector is built into this installation. "assay train DATA" makes one of two folders of pictures.\n',
        );
        return;
      }
      const WANTED = ['Looks at', 'Trained on', 'Verdicts', 'Promise', 'Licence'];
      for (const { name, sha256, bytes, info, headline, knownFailures } of models) {
        const facts = report
          .describeDetector({ ...info, tables: {} }, { sha256, bytes })
          .filter(([fact]) => WANTED.includes(fact))
          .map(([fact, value]) => `  ${fact.padEnd(11)} ${report.visibleText(value)}\n`);
        const failures = knownFailures.map((failure) => `  - ${report.visibleText(failure)}\n`);
        process.stdout.write(
          `${report.visibleText(name)} (${report.formatBytes(bytes)})\n  ${report.visibleText(headline ?? 'It has no card.')}\n${facts.join('')}${failures.length > 0 ? `  Where it fails:\n${failures.join('')}` : ''}\n`,
        );
      }
    });
}
