import { expect, it } from 'vitest';
import { inlineFigure } from './figure.js';
import { renderAccuracyCurve, renderCurves, renderLossCurve } from './curves.js';

const history = Array.from({ length: 6 }, (_, epoch) => ({
  epoch,
  learningRate: epoch < 3 ? 1e-3 : 1e-4,
  loss: 0.7 - 0.05 * epoch,
  accuracy: 0.5 + 0.05 * epoch,
  validationLoss: [0.7, 0.66, 0.64, 0.65, 0.67, 0.7][epoch]!,
  validationAccuracy: 0.5 + 0.02 * epoch,
  seconds: 1,
}));

it('draws loss and accuracy, train against validation', async () => {
  const svg = renderCurves(history, { floor: { accuracy: 0.53, label: 'header-only floor' } });
  await expect(svg).toMatchFileSnapshot('snapshots/curves.svg');
});

it('draws the same text twice', () => {
  expect(renderCurves(history)).toBe(renderCurves(history));
  expect(renderCurves(history)).not.toMatch(/ id="/);
});

it('says in words what it shows', () => {
  const svg = renderLossCurve(history);
  expect(svg).toContain('<title>Loss by epoch</title>');
  expect(svg).toContain('from 0.7000 to 0.7000; the best epoch, 3, had 0.6400.');
  expect(renderAccuracyCurve(history, { bestEpoch: 5 })).toContain('60.0% at the best epoch, 6,');
});

it('marks the step of the learning rate and the best epoch', () => {
  const svg = renderLossCurve(history);
  expect(svg).toContain('>lr 1e-4<');
  expect(svg).toContain('best (epoch 3)');
});

it('draws one epoch, none, and gaps where a figure is not a number', () => {
  expect(renderCurves(history.slice(0, 1))).toContain('best (epoch 1)');
  expect(renderCurves([])).toContain('No epoch has been trained.');
  const gaps = history.map((record) => ({ ...record, validationLoss: NaN, validationAccuracy: NaN }));
  expect(renderCurves(gaps)).not.toContain('NaN');
});

it('escapes untrusted labels', () => {
  const svg = renderCurves(history, { floor: { accuracy: 0.5, label: '"<script>&\u0000' } });
  expect(svg).not.toContain('<script>');
  expect(svg).not.toContain('\u0000');
});

it('can leave its style sheet to the page', () => {
  expect(inlineFigure(renderCurves(history))).not.toContain('<style>');
});
