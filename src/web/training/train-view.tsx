import { useEffect, useState } from 'preact/hooks';
import { LABELS, type Label } from '../../labels.js';
import type { GivenFile } from '../dropped-files.js';
import { percent } from '../format.js';
import type { Site } from '../site.js';
import { useTexts } from '../text/index.js';
import { AuditNotices } from './audit-notices.js';
import { ClassDrop } from './class-drop.js';
import { Curves } from './curves.js';
import { byClass, folderName, type GivenClasses } from './given-files.js';
import { TrainResult } from './train-result.js';
import { useTraining } from './use-training.js';

export interface TrainViewProps {
  site: Site;
  /** False while another view is shown; a training goes on meanwhile. */
  isShown: boolean;
  /** Judges with a detector that was trained here. */
  onUse: (detector: Uint8Array) => void;
}

/** Two sets of pictures in, a detector out. */
export function TrainView({ site, isShown, onUse }: TrainViewProps) {
  const { train: texts } = useTexts();
  const [classes, setClasses] = useState<GivenClasses>({ fake: [], real: [] });
  const [epochs, setEpochs] = useState(20);
  const [seed, setSeed] = useState(1);
  const { state, audited, history, files, start, goOn, stop } = useTraining(site);

  useEffect(() => {
    if (!isShown) return;
    // Files dropped beside the boxes would take the browser to them, and the training away.
    const keep = (event: DragEvent): void => {
      event.preventDefault();
    };
    document.addEventListener('dragover', keep);
    document.addEventListener('drop', keep);
    return () => {
      document.removeEventListener('dragover', keep);
      document.removeEventListener('drop', keep);
    };
  }, [isShown]);

  if (!site.backbone) {
    return (
      <section aria-label={texts.start}>
        <p>{texts.unavailable}</p>
      </section>
    );
  }
  const isRunning = state.kind === 'busy' || state.kind === 'epochs' || state.kind === 'blocked';
  const take = (label: Label) => (given: GivenFile[]) => {
    if (given.length > 0) setClasses((before) => ({ ...before, ...byClass(given, label) }));
  };
  return (
    <>
      <section aria-label={texts.start}>
        <p class="lead">{texts.about}</p>
        <div class="two">
          {(['real', 'fake'] as const).map((label) => (
            <ClassDrop key={label} label={label} count={classes[label].length} onFiles={take(label)} />
          ))}
        </div>
        <p class="muted small">{texts.dropBoth}</p>
        <div class="choices">
          <NumberField label={texts.epochs} value={epochs} low={1} high={200} onValue={setEpochs} />
          <NumberField label={texts.seed} value={seed} low={0} high={0xffffffff} onValue={setSeed} />
          {isRunning ? (
            <button type="button" onClick={stop}>
              {texts.cancel}
            </button>
          ) : (
            <button
              type="button"
              class="primary"
              disabled={LABELS.some((label) => classes[label].length === 0)}
              onClick={() => {
                start(classes, { epochs, seed });
              }}
            >
              {texts.start}
            </button>
          )}
        </div>
        <div aria-live="polite">
          {state.kind === 'idle' && state.isStopped && <p>{texts.stopped}</p>}
          {state.kind === 'busy' && <ProgressLine text={texts.stage[state.stage]} share={state.share} />}
          {state.kind === 'epochs' && (
            <ProgressLine text={texts.training(state.epoch + 1, state.epochs)} share={state.share} />
          )}
        </div>
        {state.kind === 'failed' && (
          <div class="notice blocks" role="alert">
            <p class="grade">
              {texts.failed} ({state.error.code})
            </p>
            <p lang="en">{state.error.message}</p>
          </div>
        )}
      </section>
      {audited && (
        <section aria-label={texts.auditTitle} data-training={state.kind}>
          <AuditNotices
            audited={audited}
            notices={state.kind === 'done' ? state.trained.notices : audited.notices}
          />
          {state.kind === 'blocked' && (
            <>
              <p>{texts.blocked}</p>
              <button type="button" class="primary" onClick={goOn}>
                {texts.goOn}
              </button>
            </>
          )}
        </section>
      )}
      {history.length > 0 && (
        <section aria-label={texts.curvesTitle}>
          <h2>{texts.curvesTitle}</h2>
          <Curves
            history={history}
            epochs={Math.max(history.length, state.kind === 'epochs' ? state.epochs : 1)}
          />
          {state.kind === 'done' && (
            <TrainResult trained={state.trained} files={files} name={folderName(classes)} onUse={onUse} />
          )}
        </section>
      )}
    </>
  );
}

function ProgressLine({ text, share }: { text: string; share: number }) {
  return (
    <label class="progress">
      {text} <progress value={share} /> <span aria-hidden="true">{percent(share)}</span>
    </label>
  );
}

function NumberField({
  label,
  value,
  low,
  high,
  onValue,
}: {
  label: string;
  value: number;
  low: number;
  high: number;
  onValue: (value: number) => void;
}) {
  return (
    <label>
      {label}{' '}
      <input
        type="number"
        min={low}
        max={high}
        step={1}
        value={value}
        onChange={({ currentTarget }) => {
          const wanted = Math.round(currentTarget.valueAsNumber);
          onValue(Number.isFinite(wanted) ? Math.min(high, Math.max(low, wanted)) : value);
        }}
      />
    </label>
  );
}
