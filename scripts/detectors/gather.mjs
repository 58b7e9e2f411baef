// Writes the pictures that a table (set, label, group, repository, blob, file, by tabs) names as blobs of public
// repositories, out of local git copies of these:
//
//   node scripts/detectors/gather.mjs scripts/detectors/more-sources.tsv GIT_ROOT OUT
//
// GIT_ROOT holds <owner>+<name>/repo, bare or not. Writes OUT/<set>/<label>/<group>/<file>; what is there is kept, and what no copy
// holds is counted. Run again as more copies arrive.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

const [table, gitRoot, out] = process.argv.slice(2);
if (out === undefined) {
  console.error(
    'E_ARGUMENT: Expected a table, a folder of git copies and one to write: gather.mjs TABLE.tsv GIT_ROOT OUT',
  );
  process.exit(2);
}
/** Bytes asked of git at once: every file of the table is smaller. */
const BATCH_BYTES = 256 * 2 ** 20;
const BATCH = 40;
const root = resolve(out);
const wanted = new Map();
const [, ...lines] = readFileSync(table, 'utf8').trim().split('\n');
for (const line of lines) {
  const [set, label, group, repository, blob, file] = line.split('\t');
  const path = resolve(root, set, label, group, file);
  if (!path.startsWith(root + sep)) throw new Error(`${file} leads out of ${out}`);
  if (!existsSync(path))
    for (const name of repository.split(' ')) wanted.set(name, [...(wanted.get(name) ?? []), { blob, path }]);
}
let [written, missing, without] = [0, 0, 0];
for (const [repository, rows] of wanted) {
  const copy = join(gitRoot, repository.replace('/', '+'));
  const git = [join(copy, 'repo'), join(copy, 'repo', '.git')].find((folder) =>
    existsSync(join(folder, 'objects')),
  );
  if (git === undefined) {
    without++;
    continue;
  }
  for (let i = 0; i < rows.length; i += BATCH) {
    const some = rows.slice(i, i + BATCH).filter(({ path }) => !existsSync(path));
    const input = some.map(({ blob }) => `${blob}\n`).join('');
    const output = execFileSync('git', [`--git-dir=${git}`, 'cat-file', '--batch'], {
      input,
      maxBuffer: BATCH_BYTES,
    });
    let at = 0;
    for (const { blob, path } of some) {
      const end = output.indexOf(10, at);
      const [, type, size] = output.toString('latin1', at, end).split(' ');
      at = end + 1;
      if (type !== 'blob') {
        missing++;
        continue;
      }
      const bytes = output.subarray(at, at + Number(size));
      at += Number(size) + 1;
      const id = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
      if (id !== blob) throw new Error(`${repository}: ${blob} is ${id}`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.part`, bytes);
      renameSync(`${path}.part`, path);
      written++;
    }
  }
}
console.log(
  `${written} pictures written, ${missing} not in their repository's copy, ${without} repositories without a copy`,
);
