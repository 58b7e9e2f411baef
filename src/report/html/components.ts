import type { Grade } from '../../dataset/audit/types.js';
import { inlineFigure } from '../charts/figure.js';
import { formatEstimate } from '../format.js';
import type { HeadlineFigure, Notice, Picture } from '../types.js';
import { type Html, html, type HtmlValue, trusted } from './html.js';

/** The words for a grade: colour is never the only sign. */
export const GRADE_WORDS: Record<Grade, string> = { blocks: 'Blocks', warns: 'Warning', notes: 'Note' };

/** Headline figures as cards. */
export function cards(figures: readonly HeadlineFigure[]): Html {
  return html`<ul class="cards">
    ${figures.map(card)}
  </ul>`;
}

function card({ name, estimate, percent = true, about }: HeadlineFigure): Html {
  const { value, low, high, reason } = estimate;
  const figure = formatEstimate(value, null, null, { percent });
  const interval = formatEstimate(value, low, high, { percent }).slice(figure.length).trim();
  return html`<li class="card">
    <span class="name">${name}</span>
    <span class="figure">${figure}</span>
    ${interval !== '' && html`<span class="interval">95% interval <span class="whole">${interval.slice(1, -1)}</span></span>`}
    ${value === null && reason !== undefined && html`<span class="about">${reason}</span>`}
    ${about !== undefined && html`<span class="about">${about}</span>`}
  </li>`;
}

/** Warnings and accepted findings as boxes, worst first. */
export function notices(items: readonly Notice[]): Html | null {
  if (items.length === 0) return null;
  const rank: Record<Grade, number> = { blocks: 0, warns: 1, notes: 2 };
  return html`<ul class="notices" aria-label="Warnings">
    ${items
      .toSorted((a, b) => rank[a.grade] - rank[b.grade])
      .map(
        ({ grade, title, text }) =>
          html`<li class="notice ${grade}">
            <span class="grade">${GRADE_WORDS[grade]}:</span> ${title}${
              text !== undefined && html`<p>${text}</p>`
            }
          </li>`,
      )}
  </ul>`;
}

/** A chart of this room with its caption. */
export function chart(svg: string, caption?: string, { isWide = false } = {}): Html {
  return html`<figure${isWide && html` class="wide"`}><div class="plate">${trusted(inlineFigure(svg))}</div>${
    caption !== undefined && html`<figcaption>${caption}</figcaption>`
  }</figure>`;
}

/** Figures side by side where there is room. */
export function grid(...figures: HtmlValue[]): Html {
  return html`<div class="grid">${figures}</div>`;
}

/** A picture held in the page itself. */
export function picture({ bytes, mediaType = 'image/png', alt, caption }: Picture): Html {
  return html`<figure>
    <img src="data:${mediaType};base64,${trusted(Buffer.from(bytes).toString('base64'))}" alt="${alt}" />${
      caption !== undefined && html`<figcaption>${caption}</figcaption>`
    }
  </figure>`;
}

/** A column of a table: its heading, and how its cells are set. */
export interface HtmlColumn {
  title: string;
  kind?: 'number' | 'text';
}

/** A table whose first column heads its rows. It scrolls by itself where the page is narrow. */
export function table(
  columns: readonly HtmlColumn[],
  rows: readonly (readonly HtmlValue[])[],
  caption: string,
): Html {
  const set = (kind: HtmlColumn['kind']): Html | false => kind !== undefined && html` class="${kind}"`;
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table class="full">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ title, kind }) => html`<th scope="col" ${set(kind)}>${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([head, ...cells]) =>
            html`<tr>
              <th scope="row">${head}</th>
              ${cells.map((cell, i) => html`<td${set(columns[i + 1]?.kind)}>${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Names and values, one below the other. */
export function facts(rows: readonly (readonly [name: string, value: HtmlValue])[], caption: string): Html {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <tbody>
        ${rows.map(
          ([name, value]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td class="text">${value}</td>
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Something long that opens on a click, and is always open on paper. */
export function details(summary: string, body: HtmlValue): Html {
  return html`<details>
    <summary>${summary}</summary>
    ${body}
  </details>`;
}

/** Text as it is, in a fixed-width face. */
export function code(text: string): Html {
  return html`<code>${text}</code>`;
}

/** Lines as they are; each is escaped by itself, so that line ends stay line ends. */
export function preformatted(text: string): Html {
  return html`<pre tabindex="0">
${text.split('\n').flatMap((line, i) => (i === 0 ? [line] : [trusted('\n'), line]))}</pre>`;
}
