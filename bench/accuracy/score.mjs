// Scores the rows of a holdout list in processes of their own, and keeps what is done in a file to go on with.
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Rows with their scores, in the order given. `keep`: JSON lines, one for each row scored by this detector. */
export async function scoreRows(rows, { detectorPath, sha256, seed, workers, keep, say }) {
  const done = new Map();
  const keyOf = ({ samples }) =>
    createHash('sha256')
      .update([sha256, seed, ...samples.map(({ id, group }) => `${id} ${group}`)].join('\n'))
      .digest('hex');
  if (existsSync(keep)) {
    for (const line of readFileSync(keep, 'utf8').split('\n')) {
      try {
        const entry = JSON.parse(line);
        done.set(entry.key, entry);
      } catch {
        // A line that a killed run left half written.
      }
    }
  }
  const waiting = rows.filter((row) => row.samples.length > 0 && !done.has(keyOf(row)));
  say(`${rows.length - waiting.length} of ${rows.length} rows are done or empty; ${waiting.length} to score`);
  const script = fileURLToPath(new URL('score-worker.mjs', import.meta.url));
  await Promise.all(
    Array.from({ length: Math.min(workers, waiting.length) }, async () => {
      const child = fork(script, [detectorPath, String(seed)], { execArgv: [] });
      const next = () =>
        new Promise((resolve, reject) => {
          child.once('message', resolve);
          child.once('exit', () => reject(new Error('a scoring process ended')));
        });
      await next();
      for (let row = waiting.shift(); row; row = waiting.shift()) {
        child.send({ key: keyOf(row), samples: row.samples });
        const answer = await next();
        appendFileSync(keep, `\n${JSON.stringify(answer)}\n`);
        done.set(answer.key, answer);
        say(
          `${row.set}/${row.label}/${row.group}: ${row.samples.length} pictures; ${waiting.length} rows wait`,
        );
      }
      child.removeAllListeners('exit');
      child.disconnect();
    }),
  );
  return rows.map((row) => ({ ...row, scores: done.get(keyOf(row)) ?? null }));
}
