import type { Image } from '../image/index.js';
import type { DetectorInfo } from '../model/index.js';
import type { Detector } from './detector.js';
import type { Verdict } from './verdict.js';

/** The detector that judges one picture, and why it was chosen where there was a choice. */
export interface Choice {
  detector: Detector;
  chosen?: NonNullable<Verdict['model']['chosen']>;
}

/** What a detector says of itself, and the hex SHA-256 of its file. */
export type DetectorFacts = Pick<Detector, 'info' | 'sha256'>;

/** Several detectors held ready, one of which judges each picture. */
export interface DetectorSet {
  /** Of the detector that judges where nothing speaks for another, under the name of the set. */
  info: DetectorInfo;
  /** Hex SHA-256 over the digests of every file of the set: the same set chooses and judges the same way. */
  sha256: string;
  /** Those that judge; the first where nothing speaks for another. */
  detectors: readonly Detector[];
  /** Throws E_RUNTIME_RUN. */
  choose(image: Image): Promise<Choice>;
  close(): Promise<void>;
}

/** What can judge pictures: one detector, or several with a choice among them. */
export type Judge = Detector | DetectorSet;

/** The detectors that judge: one, or all of a set. */
export function detectorsOf(judge: Judge): readonly Detector[] {
  return 'choose' in judge ? judge.detectors : [judge];
}

/** The detector that judges a picture. Throws E_RUNTIME_RUN. */
export async function chooseDetector(judge: Judge, image: Image): Promise<Choice> {
  return 'choose' in judge ? judge.choose(image) : { detector: judge };
}
