import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTinyData } from '../testing/pictures.js';
import { recipeConfig, type TrainConfig } from './config.js';
import { resumeTraining, train } from './train.js';

let folder: string;
let config: TrainConfig;
const path = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-audit-'));
  await writeTinyData(path('data'), 40);
  // The fakes were saved once more: their quantisation tables give them away.
  for (let i = 0; i < 40; i++) {
    const file = path(`data/fake/fake ${String(i).padStart(3, '0')}.jpg`);
    const bytes = await sharp(readFileSync(file)).jpeg({ quality: 60 }).toBuffer();
    writeFileSync(file, bytes);
  }
  config = {
    ...recipeConfig({ root: path('data') }, 1),
    ...{ size: 32, epochs: 1, batch: 8, hidden: [8], dropout: [0.1], gridStart: 0 },
  };
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the audit before training', () => {
  it('stops on a header leak; accepted, it is shown, and pictures are equalised because of it', async () => {
    const cacheFolder = path('cache');
    const run = path('run');
    const blocked = await train(config, { out: run, cacheFolder }).catch((error: Error) => error);
    expect(blocked).toMatchObject({ code: 'E_AUDIT_BLOCKED' });
    expect((blocked as Error).message).toMatch(/audit\.html.*--accept-findings/);
    expect(readFileSync(join(run, 'audit.html'), 'utf8')).toContain('Header-only floor');
    const audit = readFileSync(join(run, 'audit.json'));
    const { result } = await resumeTraining(run, { cacheFolder, acceptFindings: true });
    expect(readFileSync(join(run, 'audit.json')).equals(audit)).toBe(true);
    expect(result.equalisation).toMatchObject({ because: 'audit' });
    expect(result.audit!.headerFloor!.accuracy.value).toBeGreaterThan(0.9);
    const report = readFileSync(join(run, 'report.html'), 'utf8');
    expect(report).toContain('Accepted with --accept-findings');
    expect(report).toContain('Trained on equalised pictures');
    expect(report).toContain('header-only floor');
  });

  it('is not made where it is not wanted; the report says so', async () => {
    const run = path('unaudited');
    const { result } = await train({ ...config, audit: false }, { out: run, cacheFolder: path('cache') });
    expect([result.audit, result.equalisation]).toEqual([null, null]);
    expect(existsSync(join(run, 'audit.json'))).toBe(false);
    expect(readFileSync(join(run, 'report.html'), 'utf8')).toContain('The data were not audited');
  });
});
