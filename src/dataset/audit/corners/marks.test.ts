import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../../random.js';
import { CORNER_SIDE } from '../facts/pixel-facts.js';
import type { Cases } from '../statistics/cases.js';
import { AUDIT_THRESHOLDS } from '../thresholds.js';
import { CORNERS, findCornerMarks, type FoundMark } from './marks.js';
import { CORNER_CELLS } from './patterns.js';

const PER_CLASS = 400;

/** What is drawn over a corner; undefined leaves the picture as it is. */
type Draw = (x: number, y: number, value: number) => number | undefined;

/** Corners with soft light, an edge somewhere and grain, drawn over by `draw` for some rows. */
function corners(random: Random, draw: (row: number, place: number) => Draw | null): Uint8Array[] {
  return Array.from({ length: 2 * PER_CLASS }, (_, row) => {
    const all = new Uint8Array(4 * CORNER_CELLS);
    for (let place = 0; place < 4; place++) {
      const [base, slope, edge] = [60 + random.int(120), random.normal(), random.int(2 * CORNER_SIDE)];
      const step = random.int(80) - 40;
      const over = draw(row, place);
      for (let k = 0; k < CORNER_CELLS; k++) {
        const [x, y] = [k % CORNER_SIDE, Math.floor(k / CORNER_SIDE)];
        const value = base + slope * x + (x + y > edge ? step : 0) + random.normal() * 3;
        all[place * CORNER_CELLS + k] = Math.max(0, Math.min(255, over?.(x, y, value) ?? value));
      }
    }
    return all;
  });
}

const isFake = (row: number): boolean => row < PER_CLASS;
const cases: Cases = {
  isFake: Uint8Array.from({ length: 2 * PER_CLASS }, (_, row) => Number(isFake(row))),
  group: Uint32Array.from({ length: 2 * PER_CLASS }, (_, row) => row),
};
const foldOf = Uint8Array.from(cases.group, (row) => Math.floor(row / 10) % 5);

function find(
  draw: (row: number, place: number) => Draw | null,
  sourceOf: (row: number) => string | undefined = () => undefined,
): FoundMark[] {
  const sources = Array.from({ length: 2 * PER_CLASS }, (_, row) => sourceOf(row));
  const rows = { cases, sourceOf: sources, foldOf, folds: 5 };
  return findCornerMarks(corners(createRandom(5), draw), rows, AUDIT_THRESHOLDS.strictZ);
}

const colourBar: Draw = (x, y) =>
  y >= 20 && x >= 9 ? [235, 190, 140, 90, 30][Math.floor((x - 9) / 3)] : undefined;

describe('findCornerMarks', () => {
  it('finds a bar in a tenth of the fakes, and who carries it', () => {
    const marks = find((row, place) => (isFake(row) && row % 10 === 0 && place === 3 ? colourBar : null));
    expect(marks).toHaveLength(1);
    const [{ corner, label, carriers, otherCarriers, auc }] = marks as [FoundMark];
    expect([corner, label]).toEqual([CORNERS[3], 'fake']);
    expect(carriers.filter((row) => row % 10 === 0).length).toBeGreaterThanOrEqual(38);
    expect(carriers.length).toBeLessThanOrEqual(42);
    expect(otherCarriers.length).toBeLessThanOrEqual(2);
    expect(auc.value).toBeGreaterThan(0.5);
  });

  it('finds a faint mark of half the reals', () => {
    const star: Draw = (x, y, value) => value + (Math.abs(x - 12) * Math.abs(y - 12) < 6 ? 25 : 0);
    const marks = find((row, place) => (!isFake(row) && row % 2 === 0 && place === 0 ? star : null));
    expect(marks.map(({ corner, label }) => [corner, label])).toEqual([['top-left', 'real']]);
  });

  it('finds what one source of many leaves, which the whole class does not show', () => {
    const isMarked = (row: number): boolean => isFake(row) && row % 32 === 0;
    const draw = (row: number, place: number): Draw | null =>
      isMarked(row) && place === 3 ? colourBar : null;
    expect(find(draw)).toEqual([]);
    const marks = find(draw, (row) => (isMarked(row) ? 'rare' : isFake(row) ? 'frequent' : 'camera'));
    expect(marks.map(({ corner, within }) => [corner, within])).toEqual([['bottom-right', 'rare']]);
    expect(marks[0]!.carriers.length).toBeGreaterThanOrEqual(10);
  });

  it('names a mark once where the whole class shows it', () => {
    const draw = (row: number, place: number): Draw | null =>
      isFake(row) && row % 4 === 0 && place === 3 ? colourBar : null;
    const marks = find(draw, (row) => `source ${row % 4}`);
    expect(marks.map(({ corner, within }) => [corner, within])).toEqual([['bottom-right', undefined]]);
  });

  it('passes over what stands in both classes, and light that falls off towards the corners of one', () => {
    expect(find((row, place) => (row % 10 === 0 && place === 3 ? colourBar : null))).toEqual([]);
    const vignette: Draw = (x, y, value) => value - 0.08 * ((CORNER_SIDE - x) ** 2 + (CORNER_SIDE - y) ** 2);
    expect(find((row, place) => (isFake(row) && place === 0 ? vignette : null))).toEqual([]);
    expect(find(() => null)).toEqual([]);
  });
});
