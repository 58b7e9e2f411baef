export { createSession } from './create-session.js';
export type { SessionOptions } from './create-session.js';
export { openSession } from './session.js';
export type { Engine, Session, SessionValue } from './session.js';
