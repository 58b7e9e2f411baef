import type { Thumbnail } from '../../dataset/audit/types.js';
import type { DetectorFacts } from '../../detect/choose.js';
import type { Verdict } from '../../detect/verdict.js';
import type { Collected } from '../../scan/collect.js';
import { describeDetector } from '../detector-facts.js';
import { formatCount, formatDuration, formatPercent } from '../format.js';
import { details, facts, notices, table } from './components.js';
import { type Html, html } from './html.js';
import { renderPage, type Section } from './page.js';
import { thumbnail } from './thumbnails.js';

/** What the page of a scan is made of. */
export interface ScanReport extends Collected {
  /** What was scanned, as it was named. */
  paths: readonly string[];
  /** Of the detector, or of the set of them; `detectors` are those that judge. */
  detector: DetectorFacts & { detectors: readonly DetectorFacts[] };
  seconds: number;
  /** Small pictures of the most suspicious files, by file. */
  thumbnails: Record<string, Thumbnail>;
  /** Stopped before its end. */
  isPartial?: boolean;
  madeBy: string;
}

const VERDICTS = ['fake', 'inconclusive', 'real'] as const;

/** A scan as one page that stands alone: counts, how the probabilities lie, and the pictures to look at first. */
export function renderScanReport(report: ScanReport): string {
  const { counts, paths, seconds, detector } = report;
  const judged = counts.fake + counts.real + counts.inconclusive;
  const rate = seconds > 0 ? (judged - counts.known) / seconds : 0;
  const sections: (Section | null)[] = [
    countsSection(report),
    suspiciousSection(report),
    failuresSection(report),
    detectorSection(report),
  ];
  const shown =
    paths.slice(0, 5).join(', ') + (paths.length > 5 ? ` and ${formatCount(paths.length - 5)} more` : '');
  return renderPage({
    kind: 'Scan',
    title: `${formatCount(counts.fake)} of ${formatCount(judged)} pictures called fake`,
    lead: `${shown}: judged by ${detector.info.name} in ${formatDuration(seconds)} (${formatCount(Math.round(rate))} images/s).`,
    opening: html`${notices([
      ...(report.isPartial === true
        ? [
            {
              grade: 'warns' as const,
              title: 'The scan was stopped before its end; this is what it had seen.',
            },
          ]
        : []),
      {
        grade: 'notes' as const,
        title: 'A verdict is no proof.',
        text: 'Detectors call some photographs fake, above all of cameras and edits that they have not seen. Look at the picture and its source before you accuse anyone.',
      },
    ])}`,
    sections: sections.filter((section) => section !== null),
    footer: report.madeBy,
  });
}

function countsSection({ counts, histogram }: ScanReport): Section {
  const judged = counts.fake + counts.real + counts.inconclusive;
  const rows = VERDICTS.map((verdict) => [
    verdict,
    formatCount(counts[verdict]),
    judged > 0 ? formatPercent(counts[verdict] / judged) : '',
  ]);
  return {
    id: 'counts',
    title: 'Counts',
    body: html`${table(
      [{ title: 'Verdict' }, { title: 'Pictures', kind: 'number' }, { title: 'Share', kind: 'number' }],
      rows,
      'Verdicts',
    )}
    ${facts(
      [
        ['Could not be judged', formatCount(counts.failed)],
        ['Passed over: no pictures, hidden, links', formatCount(counts.passedOver)],
        ...(counts.known > 0
          ? [
              [
                'Taken over from an earlier scan: in its file, not listed here',
                formatCount(counts.known),
              ] as const,
            ]
          : []),
      ],
      'Files',
    )}
    ${judged > counts.known && details('How the probabilities lie', histogramTable(histogram))}`,
  };
}

function histogramTable(histogram: ScanReport['histogram']): Html {
  const bins = histogram.fake.length;
  const rows = histogram.fake.flatMap((_, i) => {
    const at = VERDICTS.map((verdict) => histogram[verdict][i]!);
    if (at.every((value) => value === 0)) return [];
    return [[`${(i / bins).toFixed(2)}–${((i + 1) / bins).toFixed(2)}`, ...at.map(formatCount)]];
  });
  return table(
    [{ title: 'Probability of fake' }, ...VERDICTS.map((title) => ({ title, kind: 'number' as const }))],
    rows,
    'Pictures by probability; steps without one are left out',
  );
}

function suspiciousSection({ suspicious, counts, thumbnails }: ScanReport): Section | null {
  if (suspicious.length === 0) return null;
  const more = counts.fake + counts.inconclusive - suspicious.length;
  const rest = counts.known > 0 ? 'the file of --resume holds the others' : '--jsonl and --csv give all';
  return {
    id: 'suspicious',
    title: 'To look at first',
    about: `Called fake, then inconclusive; first what the files say of themselves, then the highest probabilities.${more > 0 ? ` ${formatCount(suspicious.length)} of ${formatCount(suspicious.length + more)} are listed; ${rest}.` : ''}`,
    body: table(
      [
        { title: 'File' },
        { title: 'Picture', kind: 'text' },
        { title: 'Verdict' },
        { title: 'Probability of fake', kind: 'number' },
        { title: 'Why', kind: 'text' },
      ],
      suspicious.map((verdict) => [
        verdict.file,
        Object.hasOwn(thumbnails, verdict.file)
          ? html`<span class="thumbs">${thumbnail(thumbnails[verdict.file], '')}</span>`
          : '',
        verdict.verdict,
        certainty(verdict.probability),
        whyOf(verdict),
      ]),
      'The most suspicious pictures',
    ),
  };
}

function whyOf({ reason, evidence, warnings }: Verdict): string {
  const claim = evidence.provenance.find(({ statement }) => statement !== 'none');
  const said = claim ? [`The file says: ${claim.statement} (${claim.strength}, ${claim.source}).`] : [];
  return [reason, ...said, ...warnings.map(({ message }) => message)].join(' ');
}

function failuresSection({ failures, counts }: ScanReport): Section | null {
  if (failures.length === 0) return null;
  return {
    id: 'failures',
    title: 'Could not be judged',
    about: `${formatCount(failures.length)} of ${formatCount(counts.failed)} are listed.`,
    body: table(
      [{ title: 'File' }, { title: 'Code' }, { title: 'Why', kind: 'text' }],
      failures.map(({ file, error }) => [file, error.code, error.message]),
      'Files without a verdict',
    ),
  };
}

function detectorSection({ detector: { detectors } }: ScanReport): Section {
  return {
    id: 'detector',
    title: detectors.length > 1 ? 'Detectors' : 'Detector',
    ...(detectors.length > 1 && {
      about:
        'Which of them judged a picture was chosen by what it shows; its verdict (--json) says which and why.',
    }),
    body: html`${detectors.map(({ info, sha256 }) =>
      facts(
        describeDetector(info, { sha256 }),
        detectors.length > 1 ? `What is known of ${info.name}` : 'What is known of it',
      ),
    )}`,
  };
}

// No score is certain, and rounding is not to make it look so.
function certainty(probability: number): string {
  if (probability > 0.999) return '> 99.9%';
  return probability < 0.001 ? '< 0.1%' : formatPercent(probability);
}
