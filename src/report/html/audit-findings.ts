import type { AuditFinding, AuditReport } from '../../dataset/audit/types.js';
import { formatCount, formatRate } from '../format.js';
import { details, facts, GRADE_WORDS } from './components.js';
import { type Html, html } from './html.js';
import type { Section } from './page.js';
import { thumbnails } from './thumbnails.js';

/** Every finding with its figures, examples and what to do, worst first. */
export function findingsSection({ findings, thumbnails: pictures }: AuditReport): Section {
  return {
    id: 'findings',
    title: 'Findings',
    about:
      'Blocks: a score on this data would not mean what it says. Warning: look before you go on. Note: good to know.',
    body:
      findings.length === 0
        ? html`<p>Nothing was found that would let a classifier cheat or a split leak.</p>`
        : html`${findings.map((finding) => renderFinding(finding, pictures))}`,
  };
}

function renderFinding(finding: AuditFinding, pictures: AuditReport['thumbnails']): Html {
  const { id, grade, title, numbers, examples, whatToDo } = finding;
  const figures = Object.entries(numbers);
  return html`<div class="finding" id="finding-${id}">
    <h3><span class="tag ${grade}">${GRADE_WORDS[grade]}</span>${title}</h3>
    <p><strong>What to do:</strong> ${whatToDo}</p>
    ${thumbnails(examples, pictures)}
    ${
      figures.length > 0 &&
      details(
        'Figures',
        facts(
          figures.map(([name, value]) => [spaced(name), typeof value === 'number' ? figure(value) : value]),
          id,
        ),
      )
    }
  </div>`;
}

function figure(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : formatRate(value);
}

// "crossValidatedAccuracy" as readers write it.
function spaced(name: string): string {
  return name.replace(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
}
