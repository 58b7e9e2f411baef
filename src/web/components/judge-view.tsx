import type { NamedFile } from '../site.js';
import type { Picture } from '../pictures.js';
import { useTexts } from '../text/index.js';
import type { DetectorState } from '../use-detector.js';
import type { Client } from '../worker/client.js';
import type { JudgeCalls } from '../worker/protocol.js';
import { DetectorPanel } from './detector.js';
import { Drop } from './drop.js';
import { Result } from './result.js';
import { PictureTable } from './table.js';

/** Pictures in, verdicts out. */
export function JudgeView({
  client,
  state,
  detectors,
  pictures,
  chosen,
  onFiles,
  onDetector,
  onChooseDetector,
  onShow,
  onClear,
}: {
  client: Client<JudgeCalls>;
  state: DetectorState;
  detectors: readonly NamedFile[];
  pictures: readonly Picture[];
  chosen: number | undefined;
  onFiles: (files: File[]) => void;
  onDetector: (bytes: Uint8Array) => void;
  onChooseDetector: (detector: NamedFile) => void;
  onShow: (id: number) => void;
  onClear: () => void;
}) {
  const texts = useTexts();
  const detector = state.kind === 'ready' ? state.detector : undefined;
  const shown = pictures.find(({ id }) => id === chosen) ?? pictures[0];
  const finished = pictures.filter(({ state: at }) => at === 'done' || at === 'failed').length;
  return (
    <>
      <section aria-label={texts.tabJudge}>
        <Drop onFiles={onFiles} />
        <DetectorPanel
          state={state}
          detectors={detectors}
          onChoose={onChooseDetector}
          onFile={(file) => {
            void file.arrayBuffer().then((buffer) => {
              onDetector(new Uint8Array(buffer));
            });
          }}
        />
        <div class="notice notes">
          <p class="grade">{texts.privacyTitle}</p>
          <p>{texts.privacy}</p>
        </div>
      </section>
      <p class="hidden-visually" role="status">
        {finished > 0 && texts.done(finished)}
      </p>
      {shown && detector && <Result key={shown.id} picture={shown} info={detector.info} client={client} />}
      {pictures.length > 1 && (
        <PictureTable
          pictures={pictures}
          shown={shown?.id}
          onShow={(id) => {
            onShow(id);
            document.getElementById('result')?.focus();
          }}
          onClear={onClear}
        />
      )}
    </>
  );
}
