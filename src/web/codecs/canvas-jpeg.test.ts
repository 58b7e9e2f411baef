import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { throughJpeg } from '../../image/index.js';
import { PROBE_QUALITY, PROBE_SHA256, probePicture } from './canvas-jpeg.js';

it('knows what Node makes of the picture that browsers are tried with', async () => {
  const { data } = await throughJpeg(probePicture(), { quality: PROBE_QUALITY });
  expect(createHash('sha256').update(data).digest('hex')).toBe(PROBE_SHA256);
});
