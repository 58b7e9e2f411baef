import { useEffect, useMemo } from 'preact/hooks';
import type { GridPrediction } from '../../train/prediction-grid.js';
import { percent } from '../format.js';
import { useTexts } from '../text/index.js';

/** Held-out pictures with what was said of them and what they are. */
export function PredictionGrid({
  grid,
  files,
}: {
  grid: readonly GridPrediction[];
  files: ReadonlyMap<string, File>;
}) {
  const { train: texts, verdictShort } = useTexts();
  const urls = useMemo(() => grid.map(({ id }) => URL.createObjectURL(files.get(id)!)), [grid, files]);
  useEffect(
    () => () => {
      for (const url of urls) URL.revokeObjectURL(url);
    },
    [urls],
  );
  return (
    <>
      <h3>{texts.gridTitle}</h3>
      <p class="muted">{texts.gridAbout}</p>
      <ol class="predictions" role="list">
        {grid.map(({ id, predicted, actual, probability }, i) => (
          <li class={predicted === actual ? 'right' : 'wrong'} data-right={predicted === actual}>
            <img src={urls[i]} alt={id} />
            <p>
              <span aria-hidden="true">{predicted === actual ? '✓' : '✗'}</span>{' '}
              {texts.says(verdictShort[predicted], percent(probability))}, {texts.is(verdictShort[actual])}
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}
