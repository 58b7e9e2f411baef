import { useEffect, useReducer } from 'preact/hooks';
import { plainErrorOf, type Picture } from './pictures.js';
import type { Client } from './worker/client.js';
import type { EngineInUse, JudgeCalls } from './worker/protocol.js';

type Change =
  | { kind: 'add'; pictures: readonly Picture[] }
  | { kind: 'update'; id: number; with: Partial<Picture> }
  | { kind: 'again' }
  | { kind: 'clear' };

function reduce(pictures: readonly Picture[], change: Change): readonly Picture[] {
  switch (change.kind) {
    case 'add':
      return [...pictures, ...change.pictures];
    case 'update':
      return pictures.map((picture) => (picture.id === change.id ? { ...picture, ...change.with } : picture));
    case 'again':
      return pictures.map(({ id, name, url, read }) => ({ id, name, url, read, state: 'waiting' }));
    case 'clear':
      for (const { url } of pictures) URL.revokeObjectURL(url);
      return [];
  }
}

/** The pictures of the page: those that wait are judged one after the other while a detector is ready. */
export function usePictures(
  client: Client<JudgeCalls>,
  detectorHash: string | undefined,
  onEngine: (engine: EngineInUse) => void,
) {
  const [pictures, change] = useReducer(reduce, []);

  useEffect(() => {
    if (detectorHash !== undefined) change({ kind: 'again' });
  }, [detectorHash]);

  useEffect(() => {
    const waiting = pictures.find(({ state }) => state === 'waiting');
    if (!waiting || detectorHash === undefined || pictures.some(({ state }) => state === 'judging')) return;
    const { id, name, read } = waiting;
    change({ kind: 'update', id, with: { state: 'judging' } });
    void (async () => {
      try {
        const judgement = await client.call('judge', { name, bytes: await read() });
        change({ kind: 'update', id, with: { state: 'done', judgement } });
        onEngine(judgement.engine);
      } catch (error) {
        change({ kind: 'update', id, with: { state: 'failed', error: plainErrorOf(error) } });
      }
    })();
  }, [pictures, detectorHash, client, onEngine]);

  return {
    pictures,
    add: (added: readonly Picture[]) => {
      change({ kind: 'add', pictures: added });
    },
    clear: () => {
      change({ kind: 'clear' });
    },
  };
}
