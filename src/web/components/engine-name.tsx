import { useTexts } from '../text/index.js';
import type { EngineInUse } from '../worker/protocol.js';

/** What computes, in words. */
export function EngineName({ engine }: { engine: EngineInUse }) {
  const texts = useTexts();
  return (
    <span data-engine={engine.kind}>{texts.engine(engine.kind === 'wasm' ? engine.threads : null)}</span>
  );
}
