// Looks for what would let a detector cheat on a data set, before one is trained.
import { auditDataset, createRandom, loadDataset } from 'assay';

export async function auditExample(data: string): Promise<string[]> {
  const dataset = await loadDataset({ root: data });
  const { findings, floor, duplicates } = await auditDataset(dataset, { random: createRandom(1) });
  return [
    ...findings.map(({ grade, id, title }) => `${grade} ${id}: ${title}`),
    `accuracy without seeing a pixel: ${floor?.accuracy.value?.toFixed(3) ?? 'not defined'}`,
    `clusters of near-duplicates: ${duplicates.clusters.length}`,
  ];
}
