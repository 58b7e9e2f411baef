import { vi } from 'vitest';
import { run } from '../run.js';

/** Runs a command in this process and returns its exit code and what it printed. */
export async function runCli(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const printed = { out: '', err: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name === 'stdout' ? 'out' : 'err'] += String(text);
      return true;
    }),
  );
  try {
    return { code: await run(argv), ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
