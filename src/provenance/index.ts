export type * from './claim.js';
export * from './containers/index.js';
export type * from './c2pa/result.js';
export type { C2paOptions } from './c2pa/read-c2pa.js';
export { closeC2paReader } from './c2pa/reader.js';
export { parseTrustList, type TrustList } from './c2pa/trust.js';
export { fuse, type Fusion } from './fuse.js';
export { inspect, type Inspection, type InspectOptions } from './inspect.js';
export { MARKS, type Mark, type MarkName } from './marks/marks.js';
