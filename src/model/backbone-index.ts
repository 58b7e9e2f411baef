/** A built backbone: what `dist/backbones/index.json` says of it. Plain JSON. */
export interface BackboneEntry {
  name: string;
  title: string;
  /** The file beside the index. */
  file: string;
  bytes: number;
  /** Hex SHA-256 of the file. */
  sha256: string;
  /** The npm package and version that the weights come from, and its licence (SPDX). */
  source: string;
  licence: string;
  /** What the weights were trained on, as far as can be known. */
  pretraining: string;
  featureLength: number;
  /** Side of the square the weights were trained at. */
  size: number;
  /** Smallest side that works. */
  minimumSize: number;
  /** Hash of the package's files and of the converting code. */
  builtFrom: string;
}

/** `dist/backbones/index.json`. */
export interface BackboneIndex {
  format: 1;
  backbones: BackboneEntry[];
}
