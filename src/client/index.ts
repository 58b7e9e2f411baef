export {
  createClient,
  type CallOptions,
  type Client,
  type ClientOptions,
  type PictureFailure,
  type ScanCallOptions,
  type ServiceDetector,
  type ServiceModel,
} from './client.js';
export type { ClientPicture } from './pictures.js';
export { ServiceError } from './service-error.js';
export type { Verdict } from '../detect/verdict.js';
export type { InspectedFile } from '../report/inspection.js';
