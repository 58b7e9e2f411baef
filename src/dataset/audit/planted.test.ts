import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { audit, plan, saveClean } from './testing/planted.js';
import { type Plant, PLANTS } from './testing/plants.js';
import type { AuditFinding, AuditReport } from './types.js';

/** The page of the documentation that this test writes (`npx vitest run … -u`) and then holds to. */
const PAGE = fileURLToPath(new URL('../../../docs/audit-planted.md', import.meta.url));

const gradesOf = ({ findings }: Pick<AuditReport, 'findings'>): Record<string, string> =>
  Object.fromEntries(findings.map(({ id, grade }) => [id, grade]));

const clean: Plant = { name: 'nothing: the clean set', make: () => plan(saveClean), finds: {} };
const reports = new Map<Plant, Promise<AuditReport>>();
/** Each set is audited once, whichever test asks first. */
function reportOn(plant: Plant): Promise<AuditReport> {
  const report = reports.get(plant) ?? plant.make().then(audit);
  reports.set(plant, report);
  return report;
}

describe('auditDataset on planted faults', () => {
  it('finds nothing in a clean set', async () => {
    const report = await reportOn(clean);
    expect(report.findings).toEqual([]);
    expect(report.grade).toBeNull();
    expect(report.floor!.balancedAccuracy.low).toBeLessThan(0.5);
    expect(report.duplicates.clusters).toEqual([]);
  });

  it.each(PLANTS)('finds $name', async (plant) => {
    expect(gradesOf(await reportOn(plant))).toMatchObject(plant.finds);
  });

  it('names the source of a mark, the tokens of names and both files of a pair', async () => {
    const find = async (name: string): Promise<AuditReport> =>
      reportOn(PLANTS.find((plant) => plant.name === name)!);
    const marked = await find('a mark in the corner of one source of fakes');
    expect(marked.cornerMarks[0]).toMatchObject({ label: 'fake', corner: 'bottom-right' });
    expect(marked.cornerMarks[0]!.sources[0]).toMatchObject({ source: 'rare', count: 12 });
    const { names } = await find('names that tell the label');
    expect(names.auc!.value).toBeGreaterThan(0.99);
    expect(names.tokens.map(({ token }) => token)).toContain('easy');
    const both = await find('the same pixels under both labels');
    expect(both.findings[0]!.examples).toHaveLength(2);
    expect(Object.keys(both.thumbnails).sort()).toEqual([...both.findings[0]!.examples].sort());
    const { duplicates } = await find('a copy in another part of the split');
    expect(duplicates.pairs[0]!.parts?.toSorted()).toEqual(['test', 'train']);
  });

  it('fills the table of docs/audit-planted.md', async () => {
    const rows = [];
    for (const plant of [clean, ...PLANTS]) {
      const { findings } = await reportOn(plant);
      const isAsked = ({ id }: AuditFinding): boolean => Object.hasOwn(plant.finds, id);
      const names = (list: readonly AuditFinding[]): string =>
        list.map(({ id, grade }) => `\`${id}\` (${grade})`).join(', ') || 'nothing';
      rows.push(
        `| ${plant.name} | ${names(findings.filter(isAsked))} | ${names(findings.filter((finding) => !isAsked(finding)))} |`,
      );
    }
    const page = `# What the audit finds when it is planted

A set of 60 fakes and 60 reals, drawn by the tests and saved alike, is spoilt in one way at a time.
\`src/dataset/audit/planted.test.ts\` makes this table and fails where it no longer holds. All are found; the clean set
gives no finding. What stands in the last column comes with the fault: fewer bytes with a lower quality, say.

| planted | found as | beside it |
| --- | --- | --- |
${rows.join('\n')}
`;
    const text = await format(page, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
    await expect(text).toMatchFileSnapshot(PAGE);
  });
});
