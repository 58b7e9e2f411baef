export { createSession } from './create-session.js';
export type { SessionOptions } from './create-session.js';
export { openSession } from './session.js';
export type { Engine, Session, SessionValue } from './session.js';
export { createTrainer } from './trainer.js';
export type { Device, Trainer, TrainerOptions, TrainerState } from './trainer.js';
export type { Batch, StepResult } from './step-runner.js';
export { stateFromBytes, stateToBytes } from './trainer-state.js';
export { tensorsFromBytes, tensorsToBytes } from './tensor-file.js';
