// Makes one detector of two: one that looks at all of a picture without aliasing, and one that looks at squares of native
// pixels (docs/experiments.md). Calibrate it afterwards.
//   node scripts/detectors/pair.mjs WHOLE.onnx NATIVE.onnx OUT.onnx [--name general] [--tiles 2] [--whole 1] [--native 1]
// --whole and --native are what the log-odds of either are multiplied by before they are added.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { pairDetectors } from '../../dist/model/index.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    name: { type: 'string' },
    tiles: { type: 'string', default: '2' },
    whole: { type: 'string', default: '1' },
    native: { type: 'string', default: '1' },
  },
});
const [whole, native, out] = positionals;
const weights = { whole: Number(values.whole), native: Number(values.native) };
const tiles = Number(values.tiles);
if (out === undefined || !(tiles >= 2) || !Object.values(weights).every(Number.isFinite)) {
  console.error(
    'E_ARGUMENT: Expected two detectors, a file to write and numbers: pair.mjs WHOLE.onnx NATIVE.onnx OUT.onnx',
  );
  process.exit(2);
}
const name = values.name ?? basename(out, '.onnx');
writeFileSync(out, pairDetectors(readFileSync(whole), readFileSync(native), { name, tiles, weights }));
