import { formatEstimate } from '../../report/format.js';
import { download } from '../download.js';
import { useTexts } from '../text/index.js';
import { PredictionGrid } from './prediction-grid.js';
import type { Trained } from './protocol.js';

/** What a finished training came to: figures with intervals, the grid, the detector to keep. */
export function TrainResult({
  trained,
  files,
  name,
  onUse,
}: {
  trained: Trained;
  files: ReadonlyMap<string, File>;
  /** Of the data set. */
  name: string;
  onUse: (detector: Uint8Array) => void;
}) {
  const { train: texts } = useTexts();
  const { headline, counts, bestEpoch, grid, detector } = trained;
  return (
    <>
      <h3>{texts.resultTitle}</h3>
      <ul class="cards">
        {headline.map(({ name: figure, estimate: { value, low, high }, percent = true }) => {
          const [shown, interval] = formatEstimate(value, low, high, { percent }).split(/ (?=\()/);
          return (
            <li class="card">
              <span class="name">{texts.figure[figure] ?? figure}</span>
              <span class="figure">{shown}</span>
              <span class="interval">{interval}</span>
            </li>
          );
        })}
      </ul>
      <p class="muted">
        {texts.measuredOn(
          counts.validation.real,
          counts.validation.fake,
          counts.train.real + counts.train.fake,
        )}{' '}
        {texts.bestEpoch(bestEpoch + 1)}
      </p>
      <p class="buttons">
        <button
          type="button"
          class="primary"
          onClick={() => {
            download(`${name}.onnx`, 'application/octet-stream', detector);
          }}
        >
          {texts.download}
        </button>
        <button
          type="button"
          onClick={() => {
            onUse(detector);
          }}
        >
          {texts.use}
        </button>
      </p>
      <PredictionGrid grid={grid} files={files} />
    </>
  );
}
