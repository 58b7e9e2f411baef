import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { createAccelerator } from './graphics.js';
import { plainErrorOf } from './pictures.js';
import type { PlainError } from '../detect/predict-each.js';
import { fetchFile, type NamedFile, readSite, type Site, type SiteFile } from './site.js';
import type { Client } from './worker/client.js';
import type { EngineInUse, JudgeCalls, LoadedDetector } from './worker/protocol.js';

/** How far the page's detector has come. */
export type DetectorState =
  | { kind: 'loading'; what: 'engine' | 'detector'; share: number }
  | { kind: 'preparing' }
  | { kind: 'none' }
  | { kind: 'ready'; detector: LoadedDetector }
  | { kind: 'failed'; error: PlainError };

/** Loads the engine and the site's own detector, and any other that is given later. */
export function useDetector(client: Client<JudgeCalls>): {
  state: DetectorState;
  /** Undefined until it was read. */
  site: Site | undefined;
  use: (bytes: Uint8Array) => Promise<void>;
  /** Fetches one of the site's own detectors and judges with it. */
  choose: (detector: NamedFile) => Promise<void>;
  /** Takes note of what computed a verdict: WebGPU may fail at any time. */
  tellEngine: (engine: EngineInUse) => void;
} {
  const [state, setState] = useState<DetectorState>({ kind: 'loading', what: 'engine', share: 0 });
  const [site, setSite] = useState<Site>();

  const accelerate = useMemo(() => createAccelerator(client), [client]);
  const tellEngine = useCallback((engine: EngineInUse) => {
    setState((now) =>
      now.kind === 'ready' && now.detector.engine.kind !== engine.kind
        ? { kind: 'ready', detector: { ...now.detector, engine } }
        : now,
    );
  }, []);

  const load = useCallback(
    async (detector: Uint8Array, engine?: Uint8Array): Promise<void> => {
      setState({ kind: 'preparing' });
      try {
        const loaded = await client.call('load', { detector, ...(engine && { engine }) });
        setState({ kind: 'ready', detector: loaded });
        const faster = await accelerate();
        if (faster) tellEngine(faster);
      } catch (error) {
        setState({ kind: 'failed', error: plainErrorOf(error) });
      }
    },
    [client, accelerate, tellEngine],
  );

  const choose = useCallback(
    async (detector: NamedFile, engine?: SiteFile): Promise<void> => {
      try {
        const shares = { engine: 0, detector: 0 };
        const total = (engine?.bytes ?? 0) + detector.bytes;
        const tell = (what: 'engine' | 'detector') => (done: number) => {
          shares[what] = done;
          setState({ kind: 'loading', what, share: (shares.engine + shares.detector) / total });
        };
        const [engineBytes, bytes] = await Promise.all([
          engine && fetchFile(engine, tell('engine')),
          fetchFile(detector, tell('detector')),
        ]);
        await load(bytes, engineBytes);
      } catch (error) {
        setState({ kind: 'failed', error: plainErrorOf(error) });
      }
    },
    [load],
  );

  useEffect(() => {
    readSite().then(
      (found) => {
        setSite(found);
        const [first] = found.detectors;
        if (first) void choose(first, found.engine);
        else setState({ kind: 'none' });
      },
      (error: unknown) => {
        setState({ kind: 'failed', error: plainErrorOf(error) });
      },
    );
  }, [choose]);

  return { state, site, use: load, choose, tellEngine };
}
