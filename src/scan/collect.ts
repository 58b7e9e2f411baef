import type { PredictFailure, Verdict } from '../detect/index.js';
import { count, noCounts, type ScanCounts, type ScanItem } from './scan.js';

/** What is kept of a scan for its report: bounded, however many files there were. */
export interface Collected {
  counts: ScanCounts;
  /** Judged pictures by probability of fake in twenty equal steps of 0..1, by verdict; known ones are not in it. */
  histogram: Record<Verdict['verdict'], number[]>;
  /**
   * The pictures most in need of a look: fakes, then inconclusive ones; first those that the
   * file's own claims decided, then by falling probability.
   */
  suspicious: Verdict[];
  failures: PredictFailure[];
}

/** Keeps what a report needs while a scan goes on. */
export interface Collector {
  add(item: ScanItem): void;
  /** What was kept so far. */
  result(): Collected;
}

/** Steps of the histogram. */
export const BINS = 20;

/** Makes a collector that keeps at most `most` suspicious pictures and as many failures. */
export function createCollector(most = 200): Collector {
  const counts = noCounts();
  const bins = (): number[] => new Array<number>(BINS).fill(0);
  const histogram = { fake: bins(), real: bins(), inconclusive: bins() };
  const failures: PredictFailure[] = [];
  let suspicious: Verdict[] = [];
  const worst = (): Verdict[] => suspicious.sort(bySuspicion).slice(0, most);
  return {
    add(item) {
      count(counts, item);
      if (item.kind === 'failed' && failures.length < most) failures.push(item.failure);
      if (item.kind !== 'judged') return;
      const { verdict, probability } = item.verdict;
      histogram[verdict][Math.min(BINS - 1, Math.floor(probability * BINS))]!++;
      if (verdict === 'real') return;
      suspicious.push(item.verdict);
      if (suspicious.length >= 2 * most) suspicious = worst();
    },
    result: () => ({ counts, histogram, suspicious: worst(), failures }),
  };
}

function bySuspicion(a: Verdict, b: Verdict): number {
  if (a.verdict !== b.verdict) return a.verdict === 'fake' ? -1 : 1;
  const [claimA, claimB] = [a, b].map(({ verdict, evidence }) => verdict !== evidence.pixels.verdict);
  if (claimA !== claimB) return claimA ? -1 : 1;
  return b.probability - a.probability || (a.file < b.file ? -1 : 1);
}
