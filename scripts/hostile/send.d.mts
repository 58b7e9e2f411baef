import type { HostileCase } from './cases.mjs';

/** What the service answered; null: nothing, within the time. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Sends a case on a connection of its own and gives the first final answer. */
export function sendCase(port: number, hostile: HostileCase, timeoutMs: number): Promise<RawAnswer | null>;

/** Why an answer is not one that the service documents; null: it is. `codes` are all that are documented. */
export function faultOf(answer: RawAnswer | null, codes: ReadonlySet<string>): string | null;
