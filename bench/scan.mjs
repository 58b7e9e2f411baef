// Pictures per second of a scan, from 600 x 600 JPEG files to verdicts, on one core and on two, beside decoding alone
// and the network alone in as many processes, and beside the same network in @tensorflow/tfjs on its wasm backend.
// Every row's ways are measured in turn, several times, and the medians shown. Cores are set aside by `taskset`.
//   npm run build && node bench/scan.mjs [DETECTOR] [--files 320] [--rounds 3]
// In 8 bits: bench/int8.mjs.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readDetectorFile, resolveDetector } from '../dist/index.js';
import { makePictures } from './scan/pictures.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { files: { type: 'string', default: '320' }, rounds: { type: 'string', default: '3' } },
});
const { path, info } = await readDetectorFile(await resolveDetector(positionals[0]));
const folder = mkdtempSync(join(tmpdir(), 'assay-scan-'));
const alone = fileURLToPath(new URL('scan/alone.mjs', import.meta.url));
const hasTaskset = spawnSync('taskset', ['-V']).status === 0;
const WAYS = ['scan', 'decode', 'inference', 'tfjs'];

try {
  const files = await makePictures(folder, Number(values.files));
  console.log(
    `\n${info.name} (${info.view.kind}, ${info.view.size} px), ${files.length} JPEGs of 600 x 600, Node ${process.version}${hasTaskset ? '' : '; no taskset: cores are not set aside'}\n`,
  );
  const header =
    'cores|measure|scan|decode alone|network alone|share of the limit|tfjs wasm, network alone|tfjs against ours';
  console.log(`| ${header.split('|').join(' | ')} |`);
  console.log(
    `| ${header
      .split('|')
      .map(() => '---')
      .join(' | ')} |`,
  );
  for (const cores of [1, 2].filter((n) => n <= availableParallelism())) {
    const seen = { scan: [], decode: [], inference: [], tfjs: [] };
    let refusal = '';
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const way of WAYS) {
        if (way === 'tfjs' && refusal) continue;
        const result = measure(way, cores, files);
        refusal ||= result.refusal ?? '';
        if (!result.refusal) seen[way].push(result);
      }
    }
    const of = (name) => WAYS.map((way) => median(seen[way].map((result) => result[name])));
    const [scan, decode, network, tfjs] = of('rate');
    const [scanCpu, decodeCpu, networkCpu, tfjsCpu] = of('cpu');
    const rows = [
      [
        'files/s, share of the slower alone',
        scan,
        decode,
        network,
        scan / Math.min(decode, network),
        tfjs,
        network / tfjs,
      ],
      [
        'CPU ms a file, share of both alone',
        scanCpu,
        decodeCpu,
        networkCpu,
        (decodeCpu + networkCpu) / scanCpu,
        tfjsCpu,
        tfjsCpu / networkCpu,
      ],
    ];
    for (const [name, a, b, c, share, d, ratio] of rows) {
      const other = refusal ? [refusal, '–'] : [d.toFixed(1), `${ratio.toFixed(2)}x`];
      const cells = [
        cores,
        name,
        ...[a, b, c].map((x) => x.toFixed(1)),
        `${(100 * share).toFixed(0)} %`,
        ...other,
      ];
      console.log(`| ${cells.join(' | ')} |`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Files per second and CPU milliseconds a file, or why it could not be measured. */
function measure(way, cores, files) {
  const command = [process.execPath, alone, way, path, String(cores), ...files];
  const pinned = hasTaskset ? ['taskset', '-c', cores === 1 ? '0' : `0-${cores - 1}`, ...command] : command;
  const { status, stdout, stderr } = spawnSync(pinned[0], pinned.slice(1), { encoding: 'utf8' });
  const said = stdout.trim().split('\n').at(-1);
  if (status !== 0) throw new Error(`${way}: ${stderr}`);
  return JSON.parse(said);
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
