import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { Image } from '../../../image/image.js';
import type { Label } from '../../../labels.js';
import { createRandom } from '../../../random.js';
import type { Dataset, Sample } from '../../sample.js';

/** A made-up scene: soft light, two dozen overlapping discs and bars, a little grain. Seeds give unlike scenes. */
export function scene(seed: number, width = 96, height = 96): Image {
  const random = createRandom(seed);
  const data = new Uint8Array(width * height * 3);
  const slope = [random.normal() * 30, random.normal() * 30] as const;
  const base = [0, 1, 2].map(() => 90 + random.int(70));
  const shapes = Array.from({ length: 24 }, () => ({
    x: random.next(),
    y: random.next(),
    radius: 0.03 + random.next() * 0.16,
    stretch: 0.4 + random.next() * 2,
    colour: [0, 1, 2].map(() => random.int(256)),
  }));
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [(x + 0.5) / width, (y + 0.5) / height];
      const light = slope[0] * (u - 0.5) + slope[1] * (v - 0.5) + random.normal() * 3;
      const shape = shapes.findLast(
        (s) => Math.hypot((u - s.x) * s.stretch, (v - s.y) / s.stretch) < s.radius,
      );
      const colour = shape?.colour ?? base;
      for (let c = 0; c < 3; c++) data[to++] = Math.max(0, Math.min(255, Math.round(colour[c]! + light)));
    }
  }
  return { width, height, data };
}

/** A sharp pipeline that begins with a picture of three channels. */
export function from({ width, height, data }: Image): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** One file of a data set to be made. */
export interface PlannedFile {
  label: Label;
  bytes: Uint8Array;
  /** File name; default: one that tells nothing. */
  name?: string;
  more?: Partial<Sample>;
}

/** Writes files under a fresh folder and returns them as a data set, sorted by id. */
export async function writeDataset(files: readonly PlannedFile[]): Promise<Dataset> {
  const root = await mkdtemp(join(tmpdir(), 'assay-audit-'));
  const samples: Sample[] = [];
  for (const [index, { label, bytes, name, more }] of files.entries()) {
    // A bijection of the index, so that names are unlike and say nothing of the label.
    const own = name ?? `${(Math.imul(index + 1, 2654435761) >>> 0).toString(16).padStart(8, '0')}.img`;
    const id = `${label}/${own}`;
    const file = join(root, id);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
    samples.push({ id, file, label, ...more });
  }
  samples.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { root, samples, skipped: [] };
}

/** Removes what `writeDataset` wrote. */
export function removeDataset({ root }: Dataset): Promise<void> {
  return rm(root, { recursive: true, force: true });
}
