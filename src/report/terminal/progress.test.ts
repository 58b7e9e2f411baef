import { expect, it } from 'vitest';
import { createProgress, type ProgressStream } from './progress.js';
import { createTrainingProgress } from './training-progress.js';

function fakeStream(isTTY: boolean, columns = 100) {
  const stream = { isTTY, columns, text: '', write: (text: string) => ((stream.text += text), true) };
  return stream as typeof stream & ProgressStream;
}

function fakeClock() {
  const clock = Object.assign(() => clock.now, { now: 0 });
  return clock;
}

function runEpochs(stream: ProgressStream, env = {}) {
  const clock = fakeClock();
  const progress = createTrainingProgress({ stream, epochs: 3, clock, env });
  for (let epoch = 0; epoch < 2; epoch++) {
    progress.epochStart(epoch);
    for (let step = 1; step <= 4; step++) {
      clock.now += 500;
      progress.batch({ step, steps: 4, samples: step * 32, loss: 0.7, accuracy: 0.5 });
    }
    progress.epochEnd({
      epoch,
      learningRate: 1e-3,
      loss: 0.65,
      accuracy: 0.6,
      validationLoss: 0.66,
      validationAccuracy: 0.58,
      seconds: 3,
    });
  }
}

it('writes one plain line an epoch where there is no terminal', () => {
  const stream = fakeStream(false);
  runEpochs(stream);
  expect(stream.text).toBe(
    'Epoch 1/3  loss 0.6500  accuracy 0.6000  val loss 0.6600  val accuracy 0.5800  lr 0.001  2.0 s  0:06 left  64 images/s\n' +
      'Epoch 2/3  loss 0.6500  accuracy 0.6000  val loss 0.6600  val accuracy 0.5800  lr 0.001  2.0 s  0:03 left  64 images/s\n',
  );
});

it('draws a bar over itself in a terminal, with the time left for the whole run', () => {
  const stream = fakeStream(true);
  runEpochs(stream, { NO_COLOR: '1' });
  const draws = stream.text.split('\r');
  // 1 s of 2 s gone in the first epoch, two more of 2 s to come; the bar takes what is left of 99 columns.
  expect(draws).toContain(
    `Epoch 1/3  ${'━'.repeat(15)}${'─'.repeat(14)}  2/4  loss 0.7000  accuracy 0.5000  0:05 left  64 images/s\x1b[K`,
  );
  // The finished line gives up its bar before its figures.
  expect(draws.at(-1)).toBe(
    'Epoch 2/3  4/4  loss 0.6500  accuracy 0.6000  val loss 0.6600  val accuracy 0.5800  lr 0.001  2.0 s  64 images/s\x1b[K\n',
  );
  expect(
    draws.slice(0, -1).every((draw) => draw.replace('\x1b[K', '').length < 100 || draw.endsWith('\n')),
  ).toBe(true);
});

it('draws ten times a second at most, and always the end', () => {
  const stream = fakeStream(true);
  const clock = fakeClock();
  const progress = createProgress({ stream, total: 1000, label: 'Features', clock, env: { NO_COLOR: '1' } });
  for (let done = 1; done <= 1000; done++) {
    clock.now += 1;
    progress.update(done);
  }
  progress.finish();
  progress.finish();
  progress.stop();
  expect(stream.text.split('\r').length - 1).toBeLessThanOrEqual(13);
  expect(stream.text.endsWith('1,000/1,000  1.0 s  1,000 images/s\x1b[K\n')).toBe(true);
});

it('colours only where it may', () => {
  for (const [isTTY, env, colored] of [
    [true, {}, true],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, {}, false],
  ] as const) {
    const stream = fakeStream(isTTY);
    const progress = createProgress({ stream, total: 2, label: 'x', clock: fakeClock(), env });
    progress.update(1);
    progress.finish();
    expect(stream.text.includes('\x1b[32m')).toBe(colored);
  }
});

it('tells a log now and then that a long piece of work goes on', () => {
  const stream = fakeStream(false);
  const clock = fakeClock();
  const progress = createProgress({ stream, total: 4, label: 'a\nb', clock, env: {} });
  for (let done = 1; done <= 3; done++) {
    clock.now += 20_000;
    progress.update(done, { errors: 1 }, done * 100);
  }
  progress.note('skipped \x1b[2J.jpg');
  progress.stop();
  expect(stream.text).toBe('a\\nb  2/4  errors 1  0:40 left  5 images/s\nskipped \\x1b[2J.jpg\n');
});
