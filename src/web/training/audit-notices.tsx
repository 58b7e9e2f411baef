import { formatEstimate } from '../../report/format.js';
import type { Notice } from '../../report/types.js';
import { useTexts } from '../text/index.js';
import type { Audited } from './protocol.js';

/** What the audit found, worst first, and the accuracy that takes no look at the pixels. */
export function AuditNotices({
  audited: { floor, skipped },
  notices,
}: {
  audited: Audited;
  notices: readonly Notice[];
}) {
  const { train: texts } = useTexts();
  return (
    <>
      <h2>{texts.auditTitle}</h2>
      {floor && (
        <p>
          {texts.auditFloor(formatEstimate(floor.accuracy.value, floor.accuracy.low, floor.accuracy.high))}
        </p>
      )}
      {notices.length === 0 ? (
        <p>{texts.auditClean}</p>
      ) : (
        <ul class="notices">
          {notices.map((notice) => (
            <NoticeItem notice={notice} />
          ))}
        </ul>
      )}
      {skipped.length > 0 && (
        <details>
          <summary>{texts.skipped(skipped.length)}</summary>
          <ul lang="en">
            {skipped.slice(0, 200).map(({ id, code, message }) => (
              <li>
                {id}: {code}. {message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** In the page's language where it has words for it, else in English. */
function NoticeItem({ notice: { grade, title, text, finding } }: { notice: Notice }) {
  const { train: texts } = useTexts();
  const own = finding ? texts.finding(finding) : null;
  const said = own ? { title: own.title, text: own.whatToDo } : { title, text, lang: 'en' };
  return (
    <li class={`notice ${grade}`}>
      <p class="grade">{texts.grades[grade]}</p>
      <p lang={said.lang}>
        <strong>{said.title}</strong>
      </p>
      {said.text !== undefined && <p lang={said.lang}>{said.text}</p>}
    </li>
  );
}
