import { parentPort } from 'node:worker_threads';
import { isAssayError } from '../../errors.js';
import { readImageFile } from '../../image/index.js';
import { restoreRandom } from '../../random.js';
import type { ViewReply, ViewRequest } from './messages.js';
import { makeFixedView, makeView } from './view.js';

parentPort!.on('message', (request: ViewRequest) => {
  void answer(request).then((reply) => {
    parentPort!.postMessage(reply, 'view' in reply ? [reply.view.data.buffer as ArrayBuffer] : []);
  });
});

async function answer({ call, file, name, recipe, random }: ViewRequest): Promise<ViewReply> {
  try {
    const bytes = await readImageFile(file);
    const view = random
      ? await makeView(bytes, recipe, restoreRandom(random), name)
      : await makeFixedView(bytes, recipe, name);
    // A copy of its own: the view may share its buffer with a larger picture.
    return { call, view: { width: view.width, height: view.height, data: Uint8Array.from(view.data) } };
  } catch (error) {
    if (isAssayError(error)) return { call, error: { code: error.code, message: error.message } };
    return {
      call,
      error: { code: 'E_INTERNAL', message: error instanceof Error ? error.message : String(error) },
    };
  }
}
