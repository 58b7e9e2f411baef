import init, { WasmReader } from '@contentauth/c2pa-wasm';
import wasmUrl from '@contentauth/c2pa-wasm/c2pa.wasm?url';

/** What the worker is asked: a file and the reader's settings as JSON. */
export interface C2paQuestion {
  format: string;
  bytes: Uint8Array;
  settings: string;
}

let loading: Promise<unknown> | undefined;

self.onmessage = async ({ data }: MessageEvent<C2paQuestion>): Promise<void> => {
  try {
    await (loading ??= load());
    const reader = await WasmReader.fromBytes(data.format, data.bytes, data.settings);
    self.postMessage({ json: reader.json() });
    reader.free();
  } catch (error) {
    self.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
};

/** Once its program is here, the reader gets no network: a manifest that is kept elsewhere stays there. */
async function load(): Promise<void> {
  await init({ module_or_path: new URL(wasmUrl, import.meta.url) });
  self.fetch = () => Promise.reject(new TypeError('fetch failed'));
}
