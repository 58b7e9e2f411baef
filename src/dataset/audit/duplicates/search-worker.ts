import { answerTasks, workerSetUp } from '../../../worker-pool.js';
import { createSearch, type SearchTask, type SharedLooks } from './search.js';
import type { NearPair } from './searched.js';

/** What a thread that searches is set up with. */
export interface SearchSetUp {
  looks: SharedLooks;
  count: number;
  known: readonly NearPair[];
}

const { looks, count, known } = workerSetUp<SearchSetUp>();
const search = createSearch(looks, count, known);
answerTasks((task: SearchTask) => Promise.resolve(search.run(task)));
