// Gives a calibrated detector the name and licence that it ships with:
//   node scripts/detectors/name.mjs CALIBRATED.onnx models/NAME.onnx
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { updateDetector } from '../../dist/index.js';

const [from, to] = process.argv.slice(2);
if (to === undefined) {
  console.error(
    'E_ARGUMENT: Expected a detector and a file to write: name.mjs CALIBRATED.onnx models/NAME.onnx',
  );
  process.exit(2);
}
writeFileSync(to, updateDetector(readFileSync(from), { name: basename(to, '.onnx'), licence: 'MIT' }));
