import type { Calibration, Thresholds } from '../evaluate/types.js';
import { AssayError } from '../errors.js';
import {
  DEFAULT_THRESHOLDS,
  type DetectorBackbone,
  type DetectorInfo,
  type DetectorView,
  type DetectorTraining,
} from './detector-info.js';
import type { HeadOptions } from './head.js';
import type { NetworkInput } from './input-graph.js';

type Parts = Record<string, unknown>;

const MAX_KNOTS = 100_000;

/**
 * The information in a detector's metadata, every part of it checked, for the file may come from anywhere.
 * Throws E_DETECTOR_INVALID.
 */
export function checkInfo(parts: Parts): DetectorInfo {
  if (parts['format'] !== 1) {
    const found = typeof parts['format'] === 'number' ? `format ${parts['format']}` : 'no format';
    throw invalid(`it is of ${found}, and this version of Assay reads format 1. A newer Assay may read it`);
  }
  const labels = parts['labels'];
  if (!Array.isArray(labels) || labels.join() !== 'fake,real') {
    throw invalid(`its labels are ${show(labels)}, and ["fake","real"] is expected`);
  }
  return {
    format: 1,
    name: text(parts['name'], 'name'),
    labels: ['fake', 'real'],
    view: checkView(record(parts['view'], 'view')),
    input: checkInput(record(parts['input'], 'input')),
    backbone: optional(parts['backbone'], 'backbone', checkBackbone),
    head: optional(parts['head'], 'head', checkHead),
    calibration: checkCalibration(record(parts['calibration'], 'calibration')),
    thresholds: checkThresholds(parts['thresholds'] ?? DEFAULT_THRESHOLDS),
    thresholdFit: optional(
      parts['thresholdFit'],
      'thresholdFit',
      (fit) => fit,
    ) as DetectorInfo['thresholdFit'],
    training: optional(parts['training'], 'training', checkTraining),
    versions: Object.fromEntries(
      Object.entries(record(parts['versions'] ?? {}, 'versions')).map(([key, value]) => [
        key,
        text(value, `versions.${key}`),
      ]),
    ),
    licence: parts['licence'] == null ? null : text(parts['licence'], 'licence'),
    tables: record(parts['tables'] ?? {}, 'tables'),
  };
}

/** A view, checked. Throws E_DETECTOR_INVALID. */
export function checkView(view: Record<string, unknown>): DetectorView {
  const size = whole(view['size'], 'view.size', 1, 4096);
  const { kind } = view;
  if (kind === 'square' || kind === 'area' || kind === 'crop') return { kind, size };
  if (kind === 'tiles') return { kind, size, tiles: whole(view['tiles'], 'view.tiles', 1, 16) };
  // One of the squares is all of the picture.
  if (kind === 'mixed') return { kind, size, tiles: whole(view['tiles'], 'view.tiles', 2, 16) };
  throw invalid(`its view is ${show(view['kind'])}, which this version cannot make`);
}

function checkInput(input: Parts): NetworkInput {
  const three = (key: string): number[] => {
    const values = input[key];
    if (!Array.isArray(values) || values.length !== 3) throw invalid(`its input.${key} is ${show(values)}`);
    return values.map((value) => finite(value, `input.${key}`));
  };
  return {
    layout: oneOf(input['layout'], 'input.layout', ['nchw', 'nhwc']),
    channels: oneOf(input['channels'], 'input.channels', ['rgb', 'bgr']),
    scale: finite(input['scale'], 'input.scale'),
    mean: three('mean'),
    std: three('std'),
    type: oneOf(input['type'], 'input.type', ['float32', 'float16']),
  };
}

function checkBackbone(backbone: Parts): DetectorBackbone {
  const maybe = (key: string): string | null =>
    backbone[key] == null ? null : text(backbone[key], `backbone.${key}`);
  return {
    name: text(backbone['name'], 'backbone.name'),
    title: text(backbone['title'], 'backbone.title'),
    sha256: text(backbone['sha256'], 'backbone.sha256'),
    featureLength: whole(backbone['featureLength'], 'backbone.featureLength', 1, 1e9),
    source: maybe('source'),
    licence: maybe('licence'),
    pretraining: maybe('pretraining'),
  };
}

function checkHead(head: Parts): HeadOptions {
  const list = (key: string): unknown[] => {
    const values = head[key];
    if (Array.isArray(values) && values.length <= 100) return values;
    throw invalid(`its head.${key} is ${show(values)}, and a list of at most 100 numbers is expected`);
  };
  return {
    hidden: list('hidden').map((units) => whole(units, 'head.hidden', 1, 1e6)),
    dropout: list('dropout').map((rate) => finite(rate, 'head.dropout')),
    batchNorm: head['batchNorm'] === true,
  };
}

function checkTraining(training: Parts): DetectorTraining {
  const samples = record(training['samples'], 'training.samples');
  return {
    fingerprint: text(training['fingerprint'], 'training.fingerprint'),
    seed: finite(training['seed'], 'training.seed'),
    samples: {
      fake: whole(samples['fake'], 'training.samples.fake', 0, Number.MAX_SAFE_INTEGER),
      real: whole(samples['real'], 'training.samples.real', 0, Number.MAX_SAFE_INTEGER),
    },
  };
}

/** A calibration whose numbers can be computed with. Throws E_DETECTOR_INVALID. */
export function checkCalibration(calibration: object): Calibration {
  const parts = calibration as Parts;
  switch (parts['method']) {
    case 'identity':
      return { method: 'identity' };
    case 'temperature': {
      const temperature = finite(parts['temperature'], 'calibration.temperature');
      if (temperature <= 0)
        throw invalid(`its calibration.temperature is ${temperature}, and a number above 0 is expected`);
      return { method: 'temperature', temperature };
    }
    case 'platt':
      return {
        method: 'platt',
        slope: finite(parts['slope'], 'calibration.slope'),
        intercept: finite(parts['intercept'], 'calibration.intercept'),
      };
    case 'isotonic': {
      const logits = knots(parts['logits'], 'calibration.logits');
      const probabilities = knots(parts['probabilities'], 'calibration.probabilities');
      const rising = logits.every((logit, i) => i === 0 || logit > logits[i - 1]!);
      const within = probabilities.every((p, i) => p >= (probabilities[i - 1] ?? 0) && p <= 1);
      if (logits.length !== probabilities.length || !rising || !within) {
        throw invalid('its isotonic calibration is not a rising line of probabilities over rising logits');
      }
      return { method: 'isotonic', logits, probabilities };
    }
    default:
      throw invalid(`its calibration.method is ${show(parts['method'])}, which this version does not know`);
  }
}

/** Thresholds on a probability, either of which may be null. Throws E_DETECTOR_INVALID. */
export function checkThresholds(value: unknown): Thresholds {
  const thresholds = record(value, 'thresholds');
  const cut = (key: string): number | null => {
    if (thresholds[key] === null) return null;
    const number = finite(thresholds[key], `thresholds.${key}`);
    if (number < 0 || number > 1) throw invalid(`its thresholds.${key} is ${number}, and 0 to 1 is expected`);
    return number;
  };
  return { fakeAtLeast: cut('fakeAtLeast'), realAtMost: cut('realAtMost') };
}

function knots(value: unknown, key: string): number[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_KNOTS) {
    throw invalid(`its ${key} is ${show(value)}, and 1 to ${MAX_KNOTS} numbers are expected`);
  }
  return value.map((item) => finite(item, key));
}

function optional<T>(value: unknown, key: string, check: (parts: Parts) => T): T | null {
  return value == null ? null : check(record(value, key));
}

function record(value: unknown, key: string): Parts {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Parts;
  throw invalid(`its ${key} is ${show(value)}, and an object is expected`);
}

function text(value: unknown, key: string): string {
  if (typeof value === 'string' && value.length <= 10_000) return value;
  throw invalid(`its ${key} is ${show(value)}, and a text is expected`);
}

function finite(value: unknown, key: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw invalid(`its ${key} is ${show(value)}, and a number is expected`);
}

function whole(value: unknown, key: string, low: number, high: number): number {
  if (Number.isInteger(value) && (value as number) >= low && (value as number) <= high)
    return value as number;
  throw invalid(`its ${key} is ${show(value)}, and a whole number from ${low} to ${high} is expected`);
}

function oneOf<T extends string>(value: unknown, key: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw invalid(`its ${key} is ${show(value)}, and ${choices.join(' or ')} is expected`);
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : (JSON.stringify(value) ?? typeof value).slice(0, 80);
}

/** The error for bytes that are not a detector. */
export function invalid(what: string, cause?: unknown): AssayError {
  return new AssayError(
    'E_DETECTOR_INVALID',
    `This file is not a detector that can be used: ${what}. Give the best.onnx of a run folder, or a file of models/.`,
    { cause },
  );
}
