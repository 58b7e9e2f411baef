import { useCallback, useEffect, useState } from 'preact/hooks';
import { plainErrorOf } from './pictures.js';
import type { PlainError } from '../detect/predict-each.js';
import { fetchFile, readSite, type Site } from './site.js';
import type { Client } from './worker/client.js';
import type { LoadedDetector } from './worker/protocol.js';

/** How far the page's detector has come. */
export type DetectorState =
  | { kind: 'loading'; what: 'engine' | 'detector'; share: number }
  | { kind: 'preparing' }
  | { kind: 'none' }
  | { kind: 'ready'; detector: LoadedDetector }
  | { kind: 'failed'; error: PlainError };

/** Loads the engine and the site's own detector, and any other that is given later. */
export function useDetector(client: Client): {
  state: DetectorState;
  site: Site | undefined;
  use: (bytes: Uint8Array) => Promise<void>;
} {
  const [state, setState] = useState<DetectorState>({ kind: 'loading', what: 'engine', share: 0 });
  const [site, setSite] = useState<Site>();

  const load = useCallback(
    async (detector: Uint8Array, engine?: Uint8Array): Promise<void> => {
      setState({ kind: 'preparing' });
      try {
        const loaded = await client.call('load', { detector, ...(engine && { engine }) });
        setState({ kind: 'ready', detector: loaded });
      } catch (error) {
        setState({ kind: 'failed', error: plainErrorOf(error) });
      }
    },
    [client],
  );

  useEffect(() => {
    void (async () => {
      try {
        const found = await readSite();
        setSite(found);
        if (found.detector === null) {
          setState({ kind: 'none' });
          return;
        }
        const shares = { engine: 0, detector: 0 };
        const total = found.engine.bytes + found.detector.bytes;
        const tell = (what: 'engine' | 'detector') => (done: number) => {
          shares[what] = done;
          setState({ kind: 'loading', what, share: (shares.engine + shares.detector) / total });
        };
        const [engine, detector] = await Promise.all([
          fetchFile(found.engine, tell('engine')),
          fetchFile(found.detector, tell('detector')),
        ]);
        await load(detector, engine);
      } catch (error) {
        setState({ kind: 'failed', error: plainErrorOf(error) });
      }
    })();
  }, [load]);

  return { state, site, use: load };
}
