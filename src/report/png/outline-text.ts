import { parseHTML } from 'linkedom';
import { FONT_SIZE } from '../charts/dom.js';
import { type FontWeight, textPath, textPathWidth } from './font.js';

/**
 * Replaces the text of an SVG that this room drew by its outlines in Inter. Size, weight and anchor come from
 * the nearest element that sets them; fill, stroke and transforms stay where they are.
 */
export function outlineText(svg: string): string {
  const { document } = parseHTML(`<!doctype html><html><body>${svg}</body></html>`);
  for (const text of document.querySelectorAll('text')) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    for (const name of text.getAttributeNames()) {
      if (!TEXT_ATTRIBUTES.has(name)) path.setAttribute(name, text.getAttribute(name)!);
    }
    path.setAttribute('d', outline(text));
    text.replaceWith(path);
  }
  return document.querySelector('svg')!.outerHTML;
}

const TEXT_ATTRIBUTES = new Set([
  'x',
  'y',
  'dx',
  'dy',
  'font-size',
  'font-weight',
  'text-anchor',
  'font-family',
]);

function outline(text: Element): string {
  const size = Number.parseFloat(inherited(text, 'font-size') ?? String(FONT_SIZE));
  const weight: FontWeight = Number(inherited(text, 'font-weight') ?? 400) >= 550 ? 600 : 400;
  const anchor = inherited(text, 'text-anchor') ?? 'start';
  const lines = text.querySelectorAll('tspan').length > 0 ? [...text.querySelectorAll('tspan')] : [text];
  let y = length(text, 'y', size) + length(text, 'dy', size);
  return lines
    .map((line) => {
      if (line !== text) {
        y = line.hasAttribute('y') ? length(line, 'y', size) : y;
        y += length(line, 'dy', size);
      }
      const content = line.textContent ?? '';
      const width = anchor === 'start' ? 0 : textPathWidth(content, size, weight);
      const x = length(line, 'x', size) + length(line, 'dx', size) - width * (anchor === 'end' ? 1 : 0.5);
      return textPath(content, { x, y, size, weight }).path;
    })
    .join('');
}

function inherited(element: Element | null, name: string): string | null {
  for (let at = element; at; at = at.parentElement) {
    const value = at.getAttribute(name);
    if (value !== null) return value;
  }
  return null;
}

function length(element: Element, name: string, size: number): number {
  const value = element.getAttribute(name) ?? '0';
  return Number.parseFloat(value) * (value.endsWith('em') ? size : 1);
}
