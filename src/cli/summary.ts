import { Command } from 'commander';
import { shared } from './options.js';

/** `assay summary DETECTOR`: what a detector file holds. */
export function createSummaryCommand(): Command {
  return new Command('summary')
    .description('Show what a detector file holds: layers, training data, calibration, thresholds, licence.')
    .addHelpText('after', '\nExample: assay summary runs/faces-1')
    .argument('<detector>', 'a detector file (.onnx), or a run folder')
    .addOption(shared.json())
    .action(async (path: string, options: { json?: boolean }) => {
      const { createHash } = await import('node:crypto');
      const { readDetectorFile } = await import('../detect/index.js');
      const { summariseDetector } = await import('../model/index.js');
      const report = await import('../report/index.js');
      const { bytes, info } = await readDetectorFile(path);
      const model = summariseDetector(bytes);
      const file = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
      if (options.json) {
        process.stdout.write(report.formatJson({ file, info, model }));
        return;
      }
      const rows = report.describeDetector(info, file);
      const width = Math.max(...rows.map(([name]) => name.length));
      const facts = rows.map(([name, value]) => `${name.padEnd(width)}  ${report.visibleText(value)}\n`);
      process.stdout.write(`${report.formatSummary(model)}\n${facts.join('')}`);
    });
}
