import { VERDICT_COLUMNS } from '../../cli/verdict-columns.js';
import type { PredictFailure } from '../../detect/predict-files.js';
import type { Verdict } from '../../detect/verdict.js';
import { formatCsv } from '../../report/csv.js';

import { download } from '../download.js';
import { percent } from '../format.js';
import type { Picture } from '../pictures.js';
import { useTexts } from '../text/index.js';
import { Mark } from './verdict.js';

/** Every picture in a line, the one shown marked; downloads as the CSV of `assay predict --csv`. */
export function PictureTable({
  pictures,
  shown,
  onShow,
  onClear,
}: {
  pictures: readonly Picture[];
  shown: number | undefined;
  onShow: (id: number) => void;
  onClear: () => void;
}) {
  const texts = useTexts();
  const count = (wanted: string): number =>
    pictures.filter(({ judgement }) => judgement?.verdict.verdict === wanted).length;
  const failed = pictures.filter(({ state }) => state === 'failed').length;
  return (
    <section aria-labelledby="table-title">
      <h2 id="table-title">{texts.tableTitle}</h2>
      <p class="muted" aria-live="polite">
        {texts.tableSummary(count('fake'), count('real'), count('inconclusive'), failed)}
      </p>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="table-title">
        <table class="full">
          <thead>
            <tr>
              <th scope="col">{texts.columnPicture}</th>
              <th scope="col">{texts.columnVerdict}</th>
              <th scope="col" class="number">
                {texts.columnProbability}
              </th>
              <th scope="col">{texts.columnSays}</th>
              <th scope="col">{texts.details}</th>
            </tr>
          </thead>
          <tbody>
            {pictures.map((picture) => (
              <Row key={picture.id} picture={picture} isShown={picture.id === shown} onShow={onShow} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="buttons">
        <button
          type="button"
          onClick={() => {
            download('verdicts.csv', 'text/csv', csvOf(pictures));
          }}
        >
          {texts.downloadCsv}
        </button>
        <button type="button" onClick={onClear}>
          {texts.clear}
        </button>
      </p>
    </section>
  );
}

function Row({
  picture,
  isShown,
  onShow,
}: {
  picture: Picture;
  isShown: boolean;
  onShow: (id: number) => void;
}) {
  const texts = useTexts();
  const { name, url, state, judgement, error } = picture;
  const verdict = judgement?.verdict;
  const claim = verdict?.evidence.provenance.find(({ statement }) => statement !== 'none');
  return (
    <tr class={isShown ? 'shown' : ''} data-state={state}>
      <th scope="row">
        <span class="named">
          {state === 'failed' ? (
            <span class="thumb" />
          ) : (
            <img class="thumb" src={url} alt="" loading="lazy" />
          )}
          {name}
        </span>
      </th>
      <td>
        {verdict && (
          <span class={`verdict-name ${verdict.verdict}`}>
            <Mark verdict={verdict.verdict} /> {texts.verdictShort[verdict.verdict]}
          </span>
        )}
        {state === 'waiting' && texts.waiting}
        {state === 'judging' && `${texts.judging} …`}
        {error && `${texts.failed}: ${error.code}`}
      </td>
      <td class="number">{verdict && percent(verdict.probability)}</td>
      <td>{claim && texts.statement[claim.statement]}</td>
      <td>
        <button
          type="button"
          aria-label={texts.show(name)}
          aria-current={isShown}
          onClick={() => {
            onShow(picture.id);
          }}
        >
          {texts.details}
        </button>
      </td>
    </tr>
  );
}

function csvOf(pictures: readonly Picture[]): string {
  const rows = pictures.flatMap(({ name, judgement, error }): (Verdict | PredictFailure)[] =>
    judgement ? [judgement.verdict] : error ? [{ file: name, error }] : [],
  );
  return formatCsv(rows, VERDICT_COLUMNS, { formulaSafe: true });
}
