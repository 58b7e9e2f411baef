import type { Plugin } from 'vite';
import { PAGE_CSS } from '../../report/html/style.js';

const NAME = 'virtual:report.css';

/** The style sheet of the reports, for the page to share. */
export function reportStyle(): Plugin {
  return {
    name: 'assay-report-style',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) => (id === `\0${NAME}` ? PAGE_CSS : null),
  };
}
