import type { Sample } from '../dataset/sample.js';
import {
  buildBatchStatistics,
  buildInference,
  buildTrainingStep,
  forGraphics,
  type Graph,
  type InferenceOptions,
  type Optimiser,
  serialise,
  type Tensor,
  type TrainingStep,
} from '../graph/index.js';
import type { Image } from '../image/index.js';
import { head, type HeadOptions, type Trunk } from '../model/index.js';
import { type Random, shuffle } from '../random.js';
import {
  createSession,
  createTrainer,
  type Device,
  type Session,
  stateFromBytes,
  stateToBytes,
} from '../runtime/index.js';
import { batchTargets } from './batch.js';
import { poolStatistics, STATISTIC_SAMPLES } from './batch-statistics.js';
import type { Learner, PassResult, ValidationResult } from './learner.js';
import type { BatchLoss } from './loss.js';
import { toPixels } from './pipeline/pixels.js';
import type { ViewSource } from './pipeline/view-source.js';
import { scoreLogits } from './score-logits.js';

/** What a network is trained with from its pixels on. */
export interface PixelLearnerOptions {
  trunk: Trunk;
  head: HeadOptions;
  views: ViewSource;
  training: readonly Sample[];
  validation: readonly Sample[];
  batch: number;
  /** Batches whose gradients are averaged before one update. */
  accumulate: number;
  /** Keep little of the forward pass: less memory, more time. */
  recompute: boolean;
  classWeights: { fake: number; real: number };
  loss: BatchLoss;
  optimiser: Optimiser;
  /** Bound on the gradients' global norm; null for none. */
  clipNorm: number | null;
  /** Decay of a running average of the weights, which is then judged and exported; null for none. */
  averageDecay: number | null;
  /** Multiplies the learning rate of a parameter. */
  rateOf(name: string): number;
  threads: number;
  /** What computes the steps and the judging between them. */
  device: Device;
  /** Draws the first weights of what brings none. */
  random: Random;
  /** First values of parameters and running averages, by name, in place of drawn ones; those left out are drawn. */
  start?: (step: TrainingStep) => Record<string, Tensor>;
  /** Makes a whole detector of the weights. */
  compose(weights: Readonly<Record<string, Tensor>>): Promise<Uint8Array>;
}

/** A learner over pixels, whose weights another can start from. */
export interface PixelLearner extends Learner {
  /** The weights as training left them, not their averages. */
  parameters(): Record<string, Tensor>;
}

/**
 * Trains a trunk and a head from pixels: forward pass, loss, gradients and update are one static ONNX graph for
 * full batches. The samples left over at an epoch's end, fewer than a batch, sit that epoch out; which they are
 * changes with the shuffle. Throws E_ARGUMENT where not one batch can be filled.
 */
export async function createPixelLearner(options: PixelLearnerOptions): Promise<PixelLearner> {
  const { trunk, views, training, validation, accumulate, threads, device } = options;
  const batch = Math.min(options.batch, training.length);
  const { size, input } = trunk;
  const shape = (n: number | string): (number | string)[] =>
    input.layout === 'nchw' ? [n, 3, size, size] : [n, size, size, 3];
  const step = buildTrainingStep({
    inputs: {
      pixels: { type: 'float32', shape: shape(batch) },
      labels: { type: 'int32', shape: [batch] },
      weights: { type: 'float32', shape: [batch] },
    },
    network: (net, { pixels, labels, weights }) => {
      const logits = head(net, trunk.build(net, pixels!), options.head);
      return { loss: options.loss(net, logits, labels!, weights!), outputs: { logits } };
    },
    optimiser: options.optimiser,
    ...(options.clipNorm === null ? {} : { clipNorm: options.clipNorm }),
    ...(options.averageDecay === null ? {} : { average: { decay: options.averageDecay } }),
    accumulate: accumulate > 1,
    recompute: options.recompute,
    rate: options.rateOf,
  });
  const { random, start } = options;
  const trainer = await createTrainer(step, {
    threads,
    device,
    random,
    ...(start ? { values: start(step) } : {}),
  });
  /** The weights as they are judged: the averages where they are kept. */
  const judged = (): Record<string, Tensor> => trainer.parameters({ average: true });
  /** The network with them, over any number of views. */
  const judgedNetwork = (): InferenceOptions => ({
    inputs: { pixels: { type: 'float32', shape: shape('N') } },
    network: (net, { pixels }) => ({ logits: head(net, trunk.build(net, pixels!), options.head) }),
    parameters: judged(),
  });

  async function trainEpoch(
    rateAt: (done: number) => number,
    random: Random,
    onBatch: Parameters<Learner['trainEpoch']>[2],
    signal?: AbortSignal,
  ): Promise<PassResult> {
    const steps = Math.floor(training.length / batch);
    const order = shuffle([...training], random.fork('order')).slice(0, steps * batch);
    const masks = random.fork('dropout');
    const supply = views.training(order, random.fork('views'));
    let waited = 0;
    let lossSum = 0;
    let right = 0;
    for (let done = 0; done < steps;) {
      signal?.throwIfAborted();
      const count = Math.min(accumulate, steps - done);
      const asked = performance.now();
      const groups = Array.from({ length: count }, (_, i) =>
        order.slice((done + i) * batch, (done + i + 1) * batch),
      );
      const feeds: Record<string, Tensor>[] = [];
      for (const members of groups) {
        const pixels = toPixels(await take(supply, batch), size, input);
        feeds.push({ pixels, ...batchTargets(members, options.classWeights) });
      }
      waited += performance.now() - asked;
      const learningRate = rateAt((done + count / 2) / steps);
      const result = await trainer.step(feeds, { learningRate, random: masks });
      lossSum += count * result.loss;
      result.outputs.forEach(({ logits }, i) => {
        right += scoreLogits(logits!.data as Float32Array, groups[i]!).right;
      });
      done += count;
      const samples = done * batch;
      onBatch({ step: done, steps, samples, loss: lossSum / done, accuracy: right / samples });
    }
    await trainer.settle();
    await measureStatistics(order, random.fork('statistics'));
    return { loss: lossSum / steps, accuracy: right / (steps * batch), waited: waited / 1000 };
  }

  /**
   * Running averages lag behind weights that move fast, and are not those of averaged weights, so what is judged and
   * exported gets statistics measured for it (Wu and Johnson 2021, "Rethinking 'Batch' in BatchNorm").
   */
  async function measureStatistics(order: readonly Sample[], random: Random): Promise<void> {
    const { graph, pairs } = buildBatchStatistics(judgedNetwork());
    if (pairs.length === 0) return;
    const count = Math.max(1, Math.floor(Math.min(order.length, STATISTIC_SAMPLES) / batch));
    const session = await open(graph);
    try {
      const supply = views.training(order.slice(0, count * batch), random);
      const batches: Record<string, Tensor>[] = [];
      for (let done = 0; done < count; done++) {
        batches.push(await session.run({ pixels: toPixels(await take(supply, batch), size, input) }));
      }
      trainer.assign(poolStatistics(batches, pairs));
    } finally {
      await session.release();
    }
  }

  const open = (graph: Graph): Promise<Session> =>
    device === 'gpu'
      ? createSession(serialise(forGraphics(graph)), { threads, provider: 'webgpu' })
      : createSession(serialise(graph), { threads });

  async function infer(samples: readonly Sample[]): Promise<{ logits: Float32Array; waited: number }> {
    const graph = buildInference(judgedNetwork());
    const session = await open(graph);
    const logits = new Float32Array(2 * samples.length);
    let waited = 0;
    try {
      const supply = views.fixed(samples);
      for (let done = 0; done < samples.length; done += batch) {
        const asked = performance.now();
        const pictures = await take(supply, Math.min(batch, samples.length - done));
        const pixels = toPixels(pictures, size, input);
        waited += performance.now() - asked;
        const outputs = await session.run({ pixels });
        logits.set(outputs['logits']!.data as Float32Array, 2 * done);
      }
    } finally {
      await session.release();
    }
    return { logits, waited: waited / 1000 };
  }

  async function validate(): Promise<ValidationResult> {
    const { logits, waited } = await infer(validation);
    const { loss, right, logOdds } = scoreLogits(logits, validation);
    return { loss, accuracy: right / validation.length, logits: logOdds, waited };
  }

  return {
    trainEpoch,
    validate,
    score: async (samples) => scoreLogits((await infer(samples)).logits, samples).logOdds,
    state: () => stateToBytes(trainer.state()),
    restore: (state) => trainer.restore(stateFromBytes(state)),
    exportDetector: () => options.compose(judged()),
    parameters: () => trainer.parameters(),
    close: () => trainer.release(),
  };
}

async function take(supply: AsyncGenerator<Image, void, void>, count: number): Promise<Image[]> {
  const taken: Image[] = [];
  while (taken.length < count) {
    const next = await supply.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}
