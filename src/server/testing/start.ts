import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tinyDetectorFile } from '../../detect/testing/tiny-detector.js';
import { createService, type Service, type ServiceOptions } from '../service.js';

/** A service on a tiny detector, at a free port of this machine. */
export interface TestService extends Service {
  address: string;
  /** Holds `tiny.onnx`; goes away with `stop`. */
  folder: string;
  stop(): Promise<void>;
}

/** Starts a service that judges with one process, or as the options say. */
export async function startService(options: ServiceOptions = {}): Promise<TestService> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-serve-'));
  const detector = join(folder, 'tiny.onnx');
  await writeFile(detector, await tinyDetectorFile({ thresholds: { fakeAtLeast: 0.8, realAtMost: 0.2 } }));
  const service = await createService({ detectors: [detector], workers: 1, site: null, ...options });
  const address = await service.listen({ host: '127.0.0.1', port: 0 });
  return {
    ...service,
    address,
    folder,
    async stop() {
      await service.close();
      await rm(folder, { recursive: true });
    },
  };
}
