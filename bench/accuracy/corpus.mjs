// What of a corpus was left out of training, as samples: CORPUS/<set>/<label>/<group>/<file>.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { columnIndex, readCsv } from '../../dist/dataset/csv.js';
import { createRandom, shuffle } from '../../dist/random.js';

/**
 * The rows of a holdout list: columns set, label, group; and where given `rule` (why it was left out, in words), `only` (a
 * regular expression on a file's name, where not the whole group was left out) and `unit` (one whose first group names
 * the prompt, object or person that pictures share: intervals resample those).
 */
export async function readHoldout(path) {
  const { header, rows } = await readCsv(path);
  const [set, label, group] = ['set', 'label', 'group'].map((name) => columnIndex(header, name, path));
  const optional = (name) => header.findIndex((found) => found.toLowerCase() === name);
  const [rule, unit, only] = ['rule', 'unit', 'only'].map(optional);
  return rows.map(({ cells, line }) => {
    const row = { set: cells[set], label: cells[label], group: cells[group] };
    if (row.label !== 'fake' && row.label !== 'real')
      throw new Error(`${path}, line ${line}: label is ${row.label}; expected fake or real`);
    if ([row.set, row.group].some((name) => !name || name.includes('/') || name === '..'))
      throw new Error(`${path}, line ${line}: set and group are names of folders`);
    const pattern = (column) => (cells[column] ? new RegExp(cells[column], 'u') : null);
    return { ...row, rule: cells[rule] ?? '', unit: pattern(unit), only: pattern(only) };
  });
}

/** At most `cap` pictures of a row, drawn with the seeded generator; none where the corpus lacks the folder. */
export async function samplesOf(corpus, { set, label, group, unit, only }, { cap, seed }) {
  const folder = join(corpus, set, label, group);
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => !only || only.test(name))
    .sort();
  const source = `${set}/${group}`;
  return shuffle(names, createRandom(seed).fork(`${set}/${label}/${group}`))
    .slice(0, cap)
    .sort()
    .map((name) => {
      const key = unit?.exec(name);
      const id = `${set}/${label}/${group}/${name}`;
      return {
        id,
        file: join(folder, name),
        label,
        source,
        group: key ? `${source}/${key[1] ?? key[0]}` : id,
      };
    });
}
