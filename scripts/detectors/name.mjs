// Gives a calibrated detector the name and licence that it ships with; --half stores its weights in 16 bits:
//   node scripts/detectors/name.mjs CALIBRATED.onnx models/NAME.onnx [--half]
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { halveDetector, updateDetector } from '../../dist/index.js';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { half: { type: 'boolean' } } });
const [from, to] = positionals;
if (to === undefined) {
  console.error(
    'E_ARGUMENT: Expected a detector and a file to write: name.mjs CALIBRATED.onnx models/NAME.onnx',
  );
  process.exit(2);
}
const named = updateDetector(readFileSync(from), { name: basename(to, '.onnx'), licence: 'MIT' });
writeFileSync(to, values.half ? halveDetector(named) : named);
