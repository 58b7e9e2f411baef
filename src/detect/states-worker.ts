import { answerTasks } from '../worker-pool.js';
import { prepareStates, type PreparedStates, type StatesTask } from './prepare-states.js';

answerTasks(
  async (task: StatesTask): Promise<PreparedStates> => {
    const { sha256, views } = await prepareStates(task);
    // Copies of their own: a view may share its buffer with a larger picture.
    const own = views.map((view) => ('data' in view ? { ...view, data: Uint8Array.from(view.data) } : view));
    return { sha256, views: own };
  },
  ({ views }) => views.flatMap((view) => ('data' in view ? [view.data.buffer as ArrayBuffer] : [])),
);
