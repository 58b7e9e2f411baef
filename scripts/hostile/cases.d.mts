/** A request to send, as pieces of bytes with pauses before them. */
export interface HostileCase {
  family: string;
  pieces: { bytes: Uint8Array; afterMs?: number }[];
  /** What the client does when all is sent: wait for the answer, or close its half and wait. Default `wait`. */
  then?: 'wait' | 'half-close';
}

/** Families in the order that cases are dealt from them. */
export const FAMILIES: readonly string[];

/** Case number `i`, always the same for the same number and pictures. `pauseMs` is longer than the service waits for a byte. */
export function hostileCase(i: number, pictures: readonly Uint8Array[], pauseMs: number): HostileCase;
