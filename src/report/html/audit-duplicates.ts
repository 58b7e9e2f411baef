import type { AuditReport, DuplicateKind, DuplicatePair } from '../../dataset/audit/types.js';
import { formatCount, formatNumber } from '../format.js';
import { details, facts, table } from './components.js';
import { type Html, html } from './html.js';
import type { Section } from './page.js';
import { thumbnail } from './thumbnails.js';

const KIND_WORDS: Record<DuplicateKind, string> = {
  'same-bytes': 'the same bytes',
  'same-pixels': 'the same pixels',
  near: 'the same picture, saved again',
  'near-turned': 'the same picture, mirrored or turned',
  crop: 'one is a part of the other',
};

const MOST_SHOWN = 24;
const MOST_LISTED = 300;

/** Pictures that occur twice, within and across classes and parts. */
export function duplicatesSection({ duplicates, thumbnails }: AuditReport): Section {
  const { counts, pairs, clusters, redundant, crossLabelPairs, acrossSplitPairs, tooPlain } = duplicates;
  const shown = pairs.slice(0, MOST_SHOWN);
  return {
    id: 'duplicates',
    title: 'Duplicates',
    body: html`${facts(
      [
        ...Object.entries(counts).map(
          ([kind, count]) => [`Pairs: ${KIND_WORDS[kind as DuplicateKind]}`, formatCount(count)] as const,
        ),
        ['Pairs with different labels', formatCount(crossLabelPairs)],
        ['Pairs across parts of the split', formatCount(acrossSplitPairs)],
        ['Groups of two and more', formatCount(clusters.length)],
        ['Files that could go without losing a picture', formatCount(redundant)],
        ['Pictures too plain to be compared by look', formatCount(tooPlain)],
      ],
      'Pairs and groups',
    )}
    ${
      shown.length > 0 &&
      html`<h3>Pairs side by side</h3>
        ${shown.map((pair) => renderPair(pair, thumbnails))}`
    }
    ${pairs.length > shown.length && pairList(pairs)}`,
  };
}

function renderPair(pair: DuplicatePair, thumbnails: AuditReport['thumbnails']): Html {
  const picture = (id: string): Html =>
    html`<li>${thumbnail(Object.hasOwn(thumbnails, id) ? thumbnails[id] : undefined, id)}${id}</li>`;
  return html`<figure class="pair">
    <ul class="thumbs">
      ${picture(pair.a)}${picture(pair.b)}
    </ul>
    <figcaption>${describePair(pair)}</figcaption>
  </figure>`;
}

function describePair({ kind, correlation, crossLabel, parts, part }: DuplicatePair): string {
  return [
    KIND_WORDS[kind],
    ...(kind === 'same-bytes' || kind === 'same-pixels'
      ? []
      : [`correlation ${formatNumber(correlation, 3)}`]),
    ...(part ? [`part: ${part.id}`] : []),
    ...(crossLabel ? ['different labels'] : []),
    ...(parts ? [`in ${parts[0]} and ${parts[1]}`] : []),
  ].join(', ');
}

function pairList(pairs: readonly DuplicatePair[]): Html {
  const listed = pairs.slice(0, MOST_LISTED);
  return details(
    `All ${formatCount(pairs.length)} listed pairs`,
    table(
      [{ title: 'One' }, { title: 'Other', kind: 'text' }, { title: 'How alike', kind: 'text' }],
      listed.map((pair) => [pair.a, pair.b, describePair(pair)]),
      listed.length < pairs.length ? `The first ${MOST_LISTED}; all are in the JSON` : 'All of them',
    ),
  );
}
