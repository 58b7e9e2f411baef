import { useState } from 'preact/hooks';
import { percent } from '../format.js';
import type { Picture } from '../pictures.js';
import { useTexts } from '../text/index.js';
import type { Client } from '../worker/client.js';
import type { JudgeCalls, StateResult } from '../worker/protocol.js';

/** Whether the verdict holds after what platforms do to pictures; asked for by a button. */
export function States({ picture, client }: { picture: Picture; client: Client<JudgeCalls> }) {
  const texts = useTexts();
  const [results, setResults] = useState<StateResult[]>();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      setResults(await client.call('states', { name: picture.name, bytes: await picture.read() }));
    } catch (failure) {
      setError(String(failure));
    }
    setBusy(false);
  };
  const [asGiven] = results ?? [];
  return (
    <>
      <p class="muted">{texts.statesAbout}</p>
      {!results && (
        <button type="button" onClick={() => void run()} disabled={isBusy}>
          {isBusy ? `${texts.judging} …` : texts.statesRun}
        </button>
      )}
      {error !== '' && <p role="alert">{error}</p>}
      {results && asGiven && (
        <div class="scroll" tabIndex={0} role="region" aria-label={texts.statesTitle}>
          <table class="states">
            <thead>
              <tr>
                <th scope="col">{texts.stateColumn}</th>
                <th scope="col">{texts.columnVerdict}</th>
                <th scope="col" class="number">
                  {texts.columnProbability}
                </th>
                <th scope="col">{texts.statesTitle}</th>
              </tr>
            </thead>
            <tbody>
              {results.map(({ name, verdict, probability }) => (
                <tr>
                  <th scope="row">{texts.state[name]}</th>
                  <td>{texts.verdictShort[verdict]}</td>
                  <td class="number" data-state={name} data-value={probability}>
                    {percent(probability)}
                  </td>
                  <td>
                    {name === 'asGiven'
                      ? '–'
                      : verdict === asGiven.verdict
                        ? texts.stateHolds
                        : texts.stateChanges}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
