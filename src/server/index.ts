export { createService, type Service, type ServiceOptions } from './service.js';
export { DEFAULT_SERVICE_LIMITS, type ServiceLimits } from './settings.js';
export { addKey, readKeyFile, type KeyEntry } from './keys.js';
export { HOW_TO_GET_PAGE } from './site.js';
export { isLoopback, LOOPBACK_NAMES } from './guard.js';
export type { ErrorAnswer } from './answers.js';
