import { useCallback, useEffect, useState } from 'preact/hooks';
import { DetectorPanel } from './components/detector.js';
import { Drop } from './components/drop.js';
import { Result } from './components/result.js';
import { PictureTable } from './components/table.js';
import { toPictures } from './pictures.js';
import { firstLanguage, LANGUAGES, TextsContext, type Language } from './text/index.js';
import { useDetector } from './use-detector.js';
import { usePictures } from './use-pictures.js';
import type { Client } from './worker/client.js';

/** The whole page. `onFirstVerdict` is called once, when the network has nothing left to wait for. */
export function App({ client, onFirstVerdict }: { client: Client; onFirstVerdict: () => void }) {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  const texts = LANGUAGES[language];
  const { state, use } = useDetector(client);
  const detector = state.kind === 'ready' ? state.detector : undefined;
  const { pictures, add, clear } = usePictures(client, detector?.sha256);
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

  const shown = pictures.find(({ id }) => id === chosen) ?? pictures[0];
  const finished = pictures.filter(({ state: at }) => at === 'done' || at === 'failed').length;
  return (
    <TextsContext.Provider value={texts}>
      <a class="skip" href="#result">
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
        </header>
        <main>
          <section aria-label={texts.tabJudge}>
            <Drop onFiles={take} />
            <DetectorPanel
              state={state}
              onFile={(file) => {
                void file.arrayBuffer().then((buffer) => use(new Uint8Array(buffer)));
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
          {shown && detector && (
            <Result key={shown.id} picture={shown} info={detector.info} client={client} />
          )}
          {pictures.length > 1 && (
            <PictureTable
              pictures={pictures}
              shown={shown?.id}
              onShow={(id) => {
                setChosen(id);
                document.getElementById('result')?.focus();
              }}
              onClear={clear}
            />
          )}
        </main>
        <footer>{texts.limits}</footer>
      </div>
    </TextsContext.Provider>
  );
}
