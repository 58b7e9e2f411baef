import type { Image } from '../../../image/image.js';
import { LABELS, type Label } from '../../../labels.js';
import { createRandom } from '../../../random.js';
import { auditDataset } from '../audit.js';
import type { AuditReport, FindingId, Grade } from '../types.js';
import { from, type PlannedFile, removeDataset, scene, writeDataset } from './scenes.js';

export const PER_CLASS = 60;
/** The pictures of each class, unlike one another. */
export const SCENES: Record<Label, Image[]> = {
  fake: Array.from({ length: PER_CLASS }, (_, k) => scene(1000 + k)),
  real: Array.from({ length: PER_CLASS }, (_, k) => scene(2000 + k)),
};

/** How one picture of the set is saved; k counts within its class. */
export type Save = (image: Image, label: Label, k: number) => Promise<Uint8Array>;

/** Settings vary from file to file, but alike in both classes. */
export const saveClean: Save = (image, _label, k) => {
  const quality = [84, 90, 95][k % 3]!;
  return from(image).jpeg({ quality }).toBuffer();
};

/** A set of all the scenes, saved by `save`. */
export async function plan(save: Save): Promise<PlannedFile[]> {
  const files: PlannedFile[] = [];
  for (const label of LABELS) {
    for (const [k, image] of SCENES[label].entries()) {
      files.push({ label, bytes: await save(image, label, k) });
    }
  }
  return files;
}

/** The audit of a set that is written for it alone. */
export async function audit(files: readonly PlannedFile[]): Promise<AuditReport> {
  const dataset = await writeDataset(files);
  try {
    return await auditDataset(dataset, { random: createRandom(1) });
  } finally {
    await removeDataset(dataset);
  }
}

/** Findings above notes, by id. */
export function alarms({ findings }: AuditReport): Partial<Record<FindingId, Grade>> {
  return Object.fromEntries(
    findings.filter(({ grade }) => grade !== 'notes').map(({ id, grade }) => [id, grade]),
  );
}
