import { expect, it } from 'vitest';
import { createAdmission } from './admission.js';

const limits = { maxQueued: 4, maxHeldBytes: 1000, maxRequestBytes: 600, maxFiles: 3 };

it('refuses requests at their start when the queue or the memory is full, and lets them in again', () => {
  const admission = createAdmission(limits);
  const [a, b] = [admission.enter(0), admission.enter(0)];
  for (let i = 0; i < 3; i++) a.addPicture(1);
  b.addPicture(1);
  expect(admission).toMatchObject({ requests: 2, pictures: 4 });
  expect(() => admission.enter(0)).toThrow(expect.objectContaining({ code: 'E_HTTP_BUSY' }));
  b.leave();
  b.leave();
  expect(admission.pictures).toBe(3);
  a.addBytes(500);
  expect(() => admission.enter(501)).toThrow(expect.objectContaining({ code: 'E_HTTP_BUSY' }));
  expect(() => admission.enter(601)).toThrow(expect.objectContaining({ code: 'E_HTTP_TOO_LARGE' }));
  const c = admission.enter(0);
  expect(() => c.addBytes(501)).toThrow(expect.objectContaining({ code: 'E_HTTP_BUSY' }));
  c.leave();
  a.leave();
  expect(admission).toMatchObject({ requests: 0, pictures: 0, bytes: 0 });
});

it('bounds each request, and those that are let in together', () => {
  const admission = createAdmission(limits);
  const a = admission.enter(0);
  for (let i = 0; i < 3; i++) a.addPicture(1);
  expect(() => a.addPicture(1)).toThrow(expect.objectContaining({ code: 'E_HTTP_TOO_LARGE' }));
  const others = [admission.enter(0)];
  const [b] = others;
  expect(() => b!.addBytes(601)).toThrow(expect.objectContaining({ code: 'E_HTTP_TOO_LARGE' }));
  // One that was let in has its first picture, whatever came meanwhile, and no more than the queue and one request hold.
  b!.addPicture(16);
  expect(() => b!.addPicture(16)).toThrow(expect.objectContaining({ code: 'E_HTTP_BUSY' }));
});

it('names a time to come again: the queue over its recent speed', () => {
  let now = 0;
  const admission = createAdmission({ ...limits, maxQueued: 100, maxFiles: 100 }, () => now);
  expect(admission.retryAfter()).toBe(2);
  for (let i = 0; i < 10; i++) {
    const ticket = admission.enter(0);
    ticket.addPicture(1);
    now += 1000;
    ticket.leave();
  }
  const waiting = admission.enter(0);
  for (let i = 0; i < 30; i++) waiting.addPicture(1);
  // A picture a second, 30 waiting.
  expect(admission.retryAfter()).toBeGreaterThan(20);
  expect(admission.retryAfter()).toBeLessThan(40);
});
