import { afterAll, beforeAll, expect, it } from 'vitest';
import { FAMILIES, hostileCase } from '../../scripts/hostile/cases.mjs';
import { faultOf, sendCase } from '../../scripts/hostile/send.mjs';
import { mapInOrder } from '../concurrency.js';
import { pictureOfLogit } from '../detect/testing/tiny-detector.js';
import { ERROR_CODES } from '../errors.js';
import { encodePng } from '../image/index.js';
import { startService, type TestService } from './testing/start.js';

const pictures = await Promise.all([2, -2, 0].map((logit, i) => encodePng(pictureOfLogit(logit, i))));
const codes = new Set(Object.keys(ERROR_CODES));
const IDLE = 300;

let service: TestService;
beforeAll(async () => {
  service = await startService({
    limits: { bodyIdleMs: IDLE, bodyTotalMs: 4 * IDLE },
    names: ['localhost', '127.0.0.1'],
  });
});
afterAll(() => service.stop());

it('answers 300 hostile requests with documented codes, and goes on', async () => {
  const { port } = new URL(service.address);
  const numbers = Array.from({ length: 300 }, (_, i) => i);
  const faults: string[] = [];
  const families = new Set<string>();
  for await (const [i, { family }, answer] of mapInOrder(numbers, 8, async (i) => {
    const hostile = hostileCase(i, pictures, IDLE);
    return [i, hostile, await sendCase(Number(port), hostile, 60_000)] as const;
  })) {
    families.add(family);
    const fault = faultOf(answer, codes);
    if (fault !== null) faults.push(`${i} (${family}): ${fault}`);
  }
  expect(faults).toEqual([]);
  expect(families).toEqual(new Set(FAMILIES));
  expect((await fetch(new URL('/readyz', service.address))).status).toBe(200);
  expect(service.context.admission).toMatchObject({ requests: 0, pictures: 0, bytes: 0 });
});
