import { answerTasks } from '../../../worker-pool.js';
import { measureFile } from './record.js';

answerTasks(measureFile, ({ grey, corners }) => [grey.buffer as ArrayBuffer, corners.buffer as ArrayBuffer]);
