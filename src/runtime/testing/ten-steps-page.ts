import { env } from '../../web/platform/onnxruntime.js';
import { tenSteps } from './ten-steps.js';

// What the test calls in the page. The number of threads is fixed at the first session, so each needs a new page.
Object.assign(globalThis, {
  tenSteps: (threads: number): Promise<number[]> => {
    env.wasm.numThreads = threads;
    return tenSteps(threads);
  },
});
