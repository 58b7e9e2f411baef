import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { createRandom } from '../random.js';

/**
 * Writes a tiny labelled data set for tests: `real` are smooth gradients, `fake` the same with a chequered
 * pattern over them, all JPEG of one size and quality.
 */
export async function writeTinyData(folder: string, perClass: number, side = 40): Promise<void> {
  const random = createRandom(perClass);
  for (const label of ['real', 'fake']) {
    mkdirSync(join(folder, label), { recursive: true });
    for (let i = 0; i < perClass; i++) {
      const [r, g, b] = [random.int(200), random.int(200), random.int(200)] as const;
      const data = Buffer.alloc(side * side * 3);
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
          const pattern = label === 'fake' && (x >> 1) % 2 === (y >> 1) % 2 ? 40 : 0;
          const noise = random.int(30);
          data.set(
            [r + x + pattern, g + y + pattern, b + noise + pattern].map((v) => Math.min(255, v)),
            (y * side + x) * 3,
          );
        }
      }
      await sharp(data, { raw: { width: side, height: side, channels: 3 } })
        .jpeg({ quality: 92 })
        .toFile(join(folder, label, `${label} ${String(i).padStart(3, '0')}.jpg`));
    }
  }
}
