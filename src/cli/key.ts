import { Command } from 'commander';

/** `assay key NAME`: makes an API key for `assay serve --keys`. */
export function createKeyCommand(): Command {
  return new Command('key')
    .description(
      'Make an API key for "assay serve --keys": it is printed once, and its hash is added to a file.\nDelete its line there to withdraw it.',
    )
    .argument('<name>', 'whom the key is for: letters, digits, dots, underscores, hyphens')
    .requiredOption('--file <file>', 'the file of key hashes; made where there is none')
    .action(async (name: string, { file }: { file: string }) => {
      const { addKey } = await import('../server/index.js');
      process.stdout.write(`${await addKey(file, name)}\n`);
      process.stderr.write(
        `The hash of this key is in ${file}. The key itself is kept nowhere: note it now.\n`,
      );
    });
}
