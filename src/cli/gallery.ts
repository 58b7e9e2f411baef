import { join } from 'node:path';
import { Command } from 'commander';
import { EXIT } from './exit-codes.js';
import { integer, shared } from './options.js';
import { dataSpec } from './data-spec.js';
import type { SetExit } from './commands.js';

/** `assay gallery DATA`: a look at the pictures of each class. */
export function createGalleryCommand(setExit: SetExit): Command {
  return new Command('gallery')
    .description('Look at the data: one picture grid a class (the recipe looks at 16 of each).')
    .argument('[data]', 'folder that holds real/ and fake/, or a CSV of file,label')
    .option('--real <dir>', 'folder of photographs, in place of DATA')
    .option('--fake <dir>', 'folder of fakes, in place of DATA')
    .option('--out <dir>', 'where gallery-real.png and gallery-fake.png go', '.')
    .option('--count <n>', 'pictures a class', integer(1, 400), 16)
    .option('--columns <n>', 'pictures a row', integer(1, 40), 4)
    .addOption(shared.seed())
    .action(async (data: string | undefined, options: GalleryArguments) => {
      const { drawGallery, loadDataset } = await import('../dataset/index.js');
      const { renderGallery } = await import('../report/index.js');
      const { writeFileWhole } = await import('../files.js');
      const { createRandom } = await import('../random.js');
      const { LABELS } = await import('../labels.js');
      const { formatLeftOut } = await import('./left-out.js');
      const dataset = await loadDataset(dataSpec(data, options));
      const leftOut = [...dataset.skipped];
      for (const label of LABELS) {
        const gallery = await drawGallery(dataset.samples, label, options.count, createRandom(options.seed));
        leftOut.push(...gallery.unreadable);
        const items = gallery.items.map(({ id, image }) => ({ image, caption: id }));
        const path = join(options.out, `gallery-${label}.png`);
        await writeFileWhole(path, await renderGallery(items, { columns: options.columns }));
        process.stdout.write(`${path}: ${items.length} ${label} pictures\n`);
      }
      process.stderr.write(formatLeftOut(leftOut));
      if (leftOut.length > 0) setExit(EXIT.partial);
    });
}

interface GalleryArguments {
  real?: string;
  fake?: string;
  out: string;
  count: number;
  columns: number;
  seed: number;
}
