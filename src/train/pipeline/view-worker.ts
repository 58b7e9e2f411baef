import { readImageFile, type Image } from '../../image/index.js';
import { restoreRandom } from '../../random.js';
import { answerTasks } from '../../worker-pool.js';
import type { ViewTask } from './messages.js';
import { makeFixedView, makeView } from './view.js';

answerTasks(
  async ({ file, name, recipe, random }: ViewTask): Promise<Image> => {
    const bytes = await readImageFile(file);
    const view = random
      ? await makeView(bytes, recipe, restoreRandom(random), name)
      : await makeFixedView(bytes, recipe, name);
    // A copy of its own: the view may share its buffer with a larger picture.
    return { width: view.width, height: view.height, data: Uint8Array.from(view.data) };
  },
  (view) => [view.data.buffer as ArrayBuffer],
);
