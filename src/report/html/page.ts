import { createHash } from 'node:crypto';
import { type Html, html, trusted } from './html.js';
import { PAGE_CSS } from './style.js';

/** A part of a page that the contents link to. */
export interface Section {
  /** Letters and dashes; unique in the page. */
  id: string;
  title: string;
  /** A sentence below the title. */
  about?: string | undefined;
  body: Html;
}

/** A page: what it is, of what, and its parts. */
export interface Page {
  /** What kind of report, above the title. */
  kind: string;
  title: string;
  lead?: string | undefined;
  /** Shown before the first section: headline figures, notices. */
  opening?: Html;
  sections: readonly Section[];
  /** What made the page: version and, where it is known, when. */
  footer: string;
}

// The one style sheet is let in by its digest, so that no injected style, script, frame or request can work.
const POLICY = `default-src 'none'; img-src data:; style-src 'sha256-${createHash('sha256').update(PAGE_CSS).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/**
 * A whole page that stands alone: no script, nothing fetched, a content security policy that forbids both.
 * The same input gives the same bytes.
 */
export function renderPage({ kind, title, lead, opening, sections, footer }: Page): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title} – ${kind}</title>
        ${trusted(`<style>${PAGE_CSS}</style>`)}
      </head>
      <body>
        <div class="page">
          <header class="top">
            <p class="kind">${kind}</p>
            <h1>${title}</h1>
            ${lead !== undefined && html`<p class="lead">${lead}</p>`}
            ${sections.length > 2 && contents(sections)}
          </header>
          <main>${opening} ${sections.map(renderSection)}</main>
          <footer>${footer}</footer>
        </div>
      </body>
    </html> `;
  return page.markup;
}

function contents(sections: readonly Section[]): Html {
  return html`<nav class="contents" aria-label="Contents">
    <ul>
      ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
    </ul>
  </nav>`;
}

function renderSection({ id, title, about, body }: Section): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${about !== undefined && html`<p class="about">${about}</p>`} ${body}
  </section> `;
}
