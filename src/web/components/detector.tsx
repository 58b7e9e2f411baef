import type { NamedFile } from '../site.js';
import { megabytes, percent } from '../format.js';
import { useTexts } from '../text/index.js';
import type { DetectorState } from '../use-detector.js';
import { EngineName } from './engine-name.js';
import { FileButton } from './file-button.js';

/** Which detector judges, or how far it has come; another can be chosen, of the page's own or a file. */
export function DetectorPanel({
  state,
  detectors,
  onChoose,
  onFile,
}: {
  state: DetectorState;
  detectors: readonly NamedFile[];
  onChoose: (detector: NamedFile) => void;
  onFile: (file: File) => void;
}) {
  const texts = useTexts();
  return (
    <div class="detector">
      <div aria-live="polite">
        <Progress state={state} />
      </div>
      {detectors.length > 1 && (
        <label>
          {texts.detectorOwn}{' '}
          <select
            disabled={state.kind === 'loading' || state.kind === 'preparing'}
            onChange={({ currentTarget }) => {
              onChoose(detectors[currentTarget.selectedIndex]!);
            }}
          >
            {detectors.map(({ name }) => (
              <option>{name}</option>
            ))}
          </select>
        </label>
      )}
      <FileButton
        label={texts.detectorChoose}
        accept=".onnx"
        testId="detector"
        onFiles={([file]) => {
          if (file) onFile(file);
        }}
      />
    </div>
  );
}

function Progress({ state }: { state: DetectorState }) {
  const texts = useTexts();
  switch (state.kind) {
    case 'loading':
      return (
        <label class="progress">
          {state.what === 'engine' ? texts.engineLoading : texts.detectorLoading}{' '}
          <progress value={state.share} /> <span aria-hidden="true">{percent(state.share)}</span>
        </label>
      );
    case 'preparing':
      return <p>{texts.preparing} …</p>;
    case 'none':
      return <p>{texts.detectorNone}</p>;
    case 'failed':
      return (
        <p role="alert">
          {texts.detectorFailed} {state.error.message}
        </p>
      );
    case 'ready': {
      const { info, bytes, engine } = state.detector;
      return (
        <p data-detector={state.detector.sha256}>
          <strong>{texts.detectorTitle}:</strong> {texts.detectorSays(info.name, megabytes(bytes))},{' '}
          <EngineName engine={engine} />
          {info.training && (
            <>, {texts.detectorTrainedOn(info.training.samples.fake, info.training.samples.real)}</>
          )}
          . {texts.small(info.view.size, 'tiles' in info.view ? info.view.tiles ** 2 : 1)}.
        </p>
      );
    }
  }
}
