import { createHash } from 'node:crypto';
import { parseHTML } from 'linkedom';
import { expect } from 'vitest';

/** Parses a page and checks what holds of every page of this room: nothing runs, nothing is fetched, it reads well. */
export function checkPage(page: string): Document {
  const { document } = parseHTML(page);
  expect(document.querySelectorAll('script, iframe, object, embed, link, base, form')).toHaveLength(0);
  for (const element of document.querySelectorAll('*')) {
    for (const name of element.getAttributeNames()) {
      expect(name).not.toMatch(/^(on|style$|srcset|xlink)/);
      if (name === 'src') expect(element.getAttribute(name)).toMatch(/^data:image\/(png|jpeg|webp);base64,/);
      if (name === 'href') expect(element.getAttribute(name)).toMatch(/^#[a-z0-9-]+$/);
    }
  }
  // The only addresses in a page are names of XML vocabularies.
  expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:/);
  for (const character of ['\u0000', '\u202e']) expect(page).not.toContain(character);

  const styles = document.querySelectorAll('style');
  expect(styles).toHaveLength(1);
  const digest = createHash('sha256')
    .update(/<style>([^]*?)<\/style>/.exec(page)![1]!)
    .digest('base64');
  const policy = document
    .querySelector('meta[http-equiv="Content-Security-Policy"]')!
    .getAttribute('content')!;
  expect(policy).toContain(`style-src 'sha256-${digest}'`);
  expect(policy).toContain(`default-src 'none'`);

  for (const image of document.querySelectorAll('img')) expect(image.hasAttribute('alt')).toBe(true);
  for (const svg of document.querySelectorAll('svg')) expect(svg.querySelector('title, desc')).not.toBeNull();
  for (const link of document.querySelectorAll('a')) {
    expect(document.querySelector(`[id="${link.getAttribute('href')!.slice(1)}"]`)).not.toBeNull();
  }
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(document.querySelectorAll('h1')).toHaveLength(1);
  expect(document.documentElement.getAttribute('lang')).toBe('en');
  return document;
}
