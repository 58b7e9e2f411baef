import type { ComponentType } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { JudgeView } from './components/judge-view.js';
import { toPictures } from './pictures.js';
import { firstLanguage, LANGUAGES, TextsContext, type Language } from './text/index.js';
import type { TrainViewProps } from './training/train-view.js';
import { useDetector } from './use-detector.js';
import { usePictures } from './use-pictures.js';
import type { Client } from './worker/client.js';
import type { JudgeCalls } from './worker/protocol.js';

type View = 'judge' | 'train';

/** The whole page. `onFirstVerdict` is called once, when the network has nothing left to wait for. */
export function App({ client, onFirstVerdict }: { client: Client<JudgeCalls>; onFirstVerdict: () => void }) {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  const texts = LANGUAGES[language];
  const [view, setView] = useState<View>('judge');
  const [TrainView, setTrainView] = useState<ComponentType<TrainViewProps>>();
  const { state, site, use, choose, tellEngine } = useDetector(client);
  const { pictures, add, clear } = usePictures(
    client,
    state.kind === 'ready' ? state.detector.sha256 : undefined,
    tellEngine,
  );
  const [chosen, setChosen] = useState<number>();

  useEffect(() => {
    document.documentElement.lang = texts.language;
    localStorage.setItem('language', language);
  }, [language, texts]);

  const take = useCallback(
    (files: File[]) => {
      const model = files.find(({ name }) => name.toLowerCase().endsWith('.onnx'));
      if (model) void model.arrayBuffer().then((buffer) => use(new Uint8Array(buffer)));
      const added = toPictures(
        files.filter((file) => file !== model),
        texts.pasted,
      );
      if (added.length === 0) return;
      add(added);
      setChosen(added[0]!.id);
    },
    [texts, use],
  );

  const isIdle = state.kind !== 'loading' && state.kind !== 'preparing';
  useEffect(() => {
    if (isIdle) onFirstVerdict();
  }, [isIdle]);

  const open = async (wanted: View): Promise<void> => {
    setView(wanted);
    // Only now: most visits train nothing.
    if (wanted === 'train' && !TrainView) {
      const loaded = await import('./training/train-view.js');
      setTrainView(() => loaded.TrainView);
    }
  };

  return (
    <TextsContext.Provider value={texts}>
      <a class="skip" href={view === 'judge' && pictures.length > 0 ? '#result' : '#main'}>
        {texts.skip}
      </a>
      <div class="page">
        <header class="top">
          <div class="title-row">
            <h1>{texts.title}</h1>
            <button
              type="button"
              lang={language === 'en' ? 'zh-CN' : 'en'}
              onClick={() => {
                setLanguage(language === 'en' ? 'zh' : 'en');
              }}
            >
              {texts.otherLanguage}
            </button>
          </div>
          <p class="lead">{texts.lead}</p>
          <nav class="views" aria-label={texts.views}>
            {(['judge', 'train'] as const).map((name) => (
              <button
                type="button"
                aria-current={view === name ? 'page' : undefined}
                onClick={() => void open(name)}
              >
                {name === 'judge' ? texts.tabJudge : texts.tabTrain}
              </button>
            ))}
          </nav>
        </header>
        <main id="main" tabIndex={-1}>
          {view === 'judge' && (
            <JudgeView
              client={client}
              state={state}
              detectors={site?.detectors ?? []}
              pictures={pictures}
              chosen={chosen}
              onFiles={take}
              onDetector={(bytes) => void use(bytes)}
              onChooseDetector={(detector) => void choose(detector)}
              onShow={setChosen}
              onClear={clear}
            />
          )}
          {TrainView && site && (
            <div hidden={view !== 'train'}>
              <TrainView
                site={site}
                isShown={view === 'train'}
                onUse={(detector) => {
                  void use(detector);
                  setView('judge');
                }}
              />
            </div>
          )}
        </main>
        <footer>{texts.limits}</footer>
      </div>
    </TextsContext.Provider>
  );
}
