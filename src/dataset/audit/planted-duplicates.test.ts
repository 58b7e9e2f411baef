import { describe, expect, it } from 'vitest';
import type { Image } from '../../image/image.js';
import { audit, plan, saveClean, SCENES } from './testing/planted.js';
import { from, type PlannedFile } from './testing/scenes.js';

describe('auditDataset on planted duplicates', () => {
  it('finds exact copies, re-encoded, mirrored and cropped ones, and keeps them in one cluster each', async () => {
    const files = await plan(saveClean);
    const [a, b, c, d] = SCENES.real as [Image, Image, Image, Image];
    const copies: PlannedFile[] = [
      { label: 'real', name: 'z-bytes.jpg', bytes: files.filter(({ label }) => label === 'real')[0]!.bytes },
      {
        label: 'real',
        name: 'z-saved.jpg',
        bytes: await from(b).resize(72, 72).jpeg({ quality: 60 }).toBuffer(),
      },
      { label: 'real', name: 'z-mirrored.jpg', bytes: await from(c).flop().jpeg({ quality: 80 }).toBuffer() },
      {
        label: 'real',
        name: 'z-cropped.jpg',
        bytes: await from(d)
          .extract({ left: 12, top: 6, width: 70, height: 70 })
          .resize(96, 96)
          .jpeg({ quality: 80 })
          .toBuffer(),
      },
    ];
    const { duplicates } = await audit([...files, ...copies]);
    expect(a).toBeDefined();
    expect(duplicates.counts).toEqual({
      'same-bytes': 1,
      'same-pixels': 0,
      near: 1,
      'near-turned': 1,
      crop: 1,
    });
    expect(duplicates.clusters).toHaveLength(4);
    expect(duplicates.redundant).toBe(4);
    const crop = duplicates.pairs.find(({ kind }) => kind === 'crop')!;
    expect(crop.part!.id).toBe('real/z-cropped.jpg');
    expect(crop.part!.x).toBeCloseTo(12 / 96, 1);
    expect(crop.part!.width).toBeCloseTo(70 / 96, 1);
  });
});
