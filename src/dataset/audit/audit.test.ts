import { describe, expect, it, onTestFinished } from 'vitest';
import { createRandom } from '../../random.js';
import { auditDataset } from './audit.js';
import { alarms, audit, PER_CLASS, plan, saveClean, SCENES } from './testing/planted.js';
import { from, removeDataset, writeDataset } from './testing/scenes.js';
import type { AuditReport } from './types.js';

describe('auditDataset on odd sets', () => {
  it('lists what cannot be read and goes on', async () => {
    const files = await plan(saveClean);
    const broken = await from(SCENES.real[0]!).jpeg().toBuffer();
    const report = await audit([
      ...files,
      { label: 'real', name: 'cut.jpg', bytes: broken.subarray(0, 600) },
      { label: 'fake', name: 'empty.jpg', bytes: new Uint8Array(0) },
    ]);
    expect(report.unreadable.map(({ id }) => id).sort()).toEqual(['fake/empty.jpg', 'real/cut.jpg']);
    expect(alarms(report)).toEqual({ 'unreadable-files': 'warns' });
    expect(report.data.byLabel).toEqual({ fake: PER_CLASS, real: PER_CLASS });
  });

  it('audits one class, and nothing at all, without falling over', async () => {
    const fakes = (await plan(saveClean)).filter(({ label }) => label === 'fake');
    const report = await audit(fakes);
    expect(alarms(report)).toEqual({ 'one-class': 'blocks' });
    expect([report.floor, report.traceFloor, report.names.auc]).toEqual([null, null, null]);
    expect((await audit([])).findings.map(({ id }) => id)).toEqual(['one-class']);
  });

  it('gives the same JSON for the same seed and any number of threads, and JSON keeps it whole', async () => {
    const dataset = await writeDataset((await plan(saveClean)).slice(0, 70));
    onTestFinished(() => removeDataset(dataset));
    const run = (workers: number): Promise<AuditReport> =>
      auditDataset(dataset, { random: createRandom(3), workers });
    const first = await run(0);
    expect(await run(1)).toEqual(first);
    expect(await run(3)).toEqual(first);
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
    expect(JSON.stringify(first)).not.toContain(dataset.root);
  });
});
