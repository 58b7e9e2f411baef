import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { PlainError } from '../../detect/predict-each.js';
import type { EpochRecord } from '../../train/history.js';
import { plainErrorOf } from '../pictures.js';
import { fetchFile, type Site } from '../site.js';
import { type Client, openClient } from '../worker/client.js';
import { folderName, type GivenClasses, namedFiles } from './given-files.js';
import type { Audited, Trained, TrainingCalls } from './protocol.js';
import trainWorker from './train-worker.ts?worker&url';

/** What is being done, for a line of progress; the share of it that is done. */
export type Stage = 'files' | 'duplicates' | 'statistics' | 'pictures' | 'backbone' | 'features' | 'judging';

/** How far a training has come. */
export type TrainingState =
  | { kind: 'idle'; isStopped: boolean }
  | { kind: 'busy'; stage: Stage; share: number }
  | { kind: 'blocked' }
  | { kind: 'epochs'; epoch: number; epochs: number; share: number }
  | { kind: 'done'; trained: Trained }
  | { kind: 'failed'; error: PlainError };

/** A training from the choice of files to the detector, in a worker of its own that can be ended at any moment. */
export interface Training {
  state: TrainingState;
  audited: Audited | undefined;
  history: readonly EpochRecord[];
  /** The pictures of the training under way, by the names that the worker knows them by. */
  files: ReadonlyMap<string, File>;
  start(classes: GivenClasses, choices: { epochs: number; seed: number }): void;
  /** Goes on although the audit found something that blocks. */
  goOn(): void;
  stop(): void;
}

export function useTraining({ backbone }: Pick<Site, 'backbone'>): Training {
  const [state, setState] = useState<TrainingState>({ kind: 'idle', isStopped: false });
  const [audited, setAudited] = useState<Audited>();
  const [history, setHistory] = useState<readonly EpochRecord[]>([]);
  const [files, setFiles] = useState<ReadonlyMap<string, File>>(new Map());
  const client = useRef<Client<TrainingCalls> | null>(null);

  const end = useCallback(() => {
    client.current?.close();
    client.current = null;
  }, []);
  useEffect(() => end, [end]);

  /** Does a piece of work; what a stopped one comes to is forgotten. */
  const attempt = async (work: (own: Client<TrainingCalls>) => Promise<void>): Promise<void> => {
    const own = client.current;
    if (!own) return;
    try {
      await work(own);
    } catch (error) {
      if (client.current !== own) return;
      setState({ kind: 'failed', error: plainErrorOf(error) });
      end();
    }
  };

  const train = async (own: Client<TrainingCalls>): Promise<void> => {
    const bytes = await fetchFile(backbone!, (done, total) => {
      if (client.current === own) setState({ kind: 'busy', stage: 'backbone', share: done / total });
    });
    if (client.current !== own) return;
    const trained = await own.call('train', { backbone: bytes, about: backbone!.about }, (progress) => {
      switch (progress.kind) {
        case 'features':
        case 'judging': {
          const { kind, done, total } = progress;
          setState({ kind: 'busy', stage: kind, share: done / total });
          break;
        }
        case 'batch': {
          const { epoch, epochs, batch } = progress;
          setState({ kind: 'epochs', epoch, epochs, share: (epoch + batch.step / batch.steps) / epochs });
          break;
        }
        case 'epoch':
          setHistory((before) => [...before, progress.record]);
      }
    });
    setState({ kind: 'done', trained });
    end();
  };

  return {
    state,
    audited,
    history,
    files,
    start: (classes, choices) => {
      end();
      client.current = openClient<TrainingCalls>(trainWorker);
      const named = namedFiles(classes);
      setFiles(new Map(named));
      setAudited(undefined);
      setHistory([]);
      setState({ kind: 'busy', stage: 'files', share: 0 });
      void attempt(async (own) => {
        const ask = { files: named, choices: { name: folderName(classes), ...choices } };
        const found = await own.call('audit', ask, ({ stage, done, total }) => {
          setState({ kind: 'busy', stage, share: total === 0 ? 1 : done / total });
        });
        setAudited(found);
        if (found.blocks) setState({ kind: 'blocked' });
        else await train(own);
      });
    },
    goOn: () => void attempt(train),
    stop: () => {
      end();
      setState({ kind: 'idle', isStopped: true });
    },
  };
}
