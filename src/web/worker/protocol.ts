import type { PlainError } from '../../detect/predict-each.js';
import type { Verdict } from '../../detect/verdict.js';
import type { DetectorInfo } from '../../model/detector-info.js';
import type { Inspection } from '../../provenance/inspect.js';
import type { GraphicsBuild } from '../platform/graphics-engine.js';

/** What is known of the detector that the page judges with. */
export interface LoadedDetector {
  info: DetectorInfo;
  sha256: string;
  bytes: number;
  engine: EngineInUse;
}

/** What computes; WebAssembly has one thread where the page is not isolated from others. */
export type EngineInUse = { kind: 'webgpu' } | { kind: 'wasm'; threads: number };

/** What WebGPU is asked for with. */
export interface GraphicsAsk {
  /** Its engine, needed once. */
  engine?: { build: GraphicsBuild; binary: Uint8Array };
  /** However long it takes. */
  isPatient: boolean;
}

/** A picture's answer after one thing that befalls pictures on the web. */
export interface StateResult {
  name: StateName;
  probability: number;
  verdict: Verdict['verdict'];
}

/** The states that the page judges a picture in. */
export type StateName = 'asGiven' | 'jpeg60' | 'half';

/** Everything about one picture but its heat map. */
export interface Judgement {
  verdict: Verdict;
  inspection: Inspection;
  width: number;
  height: number;
  /** What computed it. */
  engine: EngineInUse;
}

/** What parts of the picture speak for: a grid of `Explanation.values`, row by row. */
export interface HeatMap {
  columns: number;
  rows: number;
  values: number[];
  /** What the grid covers, as shares of the picture's sides. */
  view: { left: number; top: number; width: number; height: number };
}

/** How much of a long call is done. */
export interface Progress {
  done: number;
  total: number;
}

/** What the page asks of the worker that judges. */
export interface JudgeCalls {
  /** `engine` is the WebAssembly of onnxruntime, needed once. */
  load: { ask: { detector: Uint8Array; engine?: Uint8Array }; progress: never; answer: LoadedDetector };
  accelerate: { ask: GraphicsAsk; progress: never; answer: EngineInUse };
  judge: { ask: { name: string; bytes: Uint8Array }; progress: never; answer: Judgement };
  states: { ask: { name: string; bytes: Uint8Array }; progress: never; answer: StateResult[] };
  explain: { ask: { name: string; bytes: Uint8Array }; progress: Progress; answer: HeatMap };
}

/** What a worker can be asked: each call has one answer, and may have progress before it. */
export type CallTable<Calls> = Record<keyof Calls, { ask: unknown; progress: unknown; answer: unknown }>;

export interface Question {
  id: number;
  call: string;
  ask: unknown;
}

/* Answers are of whatever type the call has; both ends know which. */
export type Reply =
  { id: number; answer: unknown } | { id: number; error: PlainError } | { id: number; progress: unknown };
