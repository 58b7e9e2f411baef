import { type FeatureModel, openFeatureExtractor } from '../model/index.js';
import { answerTasks, workerSetUp } from '../worker-pool.js';
import { folderFeatureCache, noFeatureCache } from './feature-cache.js';
import { type FeatureTask, sampleFeatures, type SampleFeatures } from './sample-features.js';

/** What a worker is started with. */
export interface FeatureSetUp {
  model: FeatureModel;
  cacheFolder: string | null;
}

const { model, cacheFolder } = workerSetUp<FeatureSetUp>();
const cache = cacheFolder === null ? noFeatureCache : folderFeatureCache(cacheFolder);
const extractor = openFeatureExtractor(model);

answerTasks(
  async (task: FeatureTask): Promise<SampleFeatures> =>
    sampleFeatures(task, { extractor: await extractor, cache }),
  ({ row }) => [row.buffer as ArrayBuffer],
);
