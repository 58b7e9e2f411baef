import type { Claim } from '../provenance/claim.js';

/** The answer for one picture: the same object from CLI, library, server and page. Plain JSON. */
export interface Verdict {
  file: string;
  /** Hex SHA-256 of the file's bytes. */
  sha256: string;
  /** Of pixels and provenance together (`fuse`). */
  verdict: 'fake' | 'real' | 'inconclusive';
  /** One sentence: what decided, and how far it goes. */
  reason: string;
  /** Calibrated probability of fake from the pixels, 0..1. */
  probability: number;
  /** Log-odds of fake before calibration. */
  logit: number;
  evidence: {
    pixels: {
      probability: number;
      verdict: 'fake' | 'real' | 'inconclusive';
      /** A picture of what the detector reacts to, where one was asked for: its path, or from a server a `data:` address. */
      heatMap?: string;
    };
    provenance: Claim[];
  };
  model: {
    name: string;
    sha256: string;
    /** Where several detectors stood ready: the SHA-256 of the whole set, and why this one judged. */
    chosen?: { set: string; reason: string };
  };
  warnings: { code: string; message: string }[];
}
