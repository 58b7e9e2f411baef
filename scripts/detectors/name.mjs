// Gives a calibrated detector the name and licence that it ships with; --half stores its weights in 16 bits, --training-of
// says that it was trained as another one was, where its last run only measured statistics (average.mjs):
//   node scripts/detectors/name.mjs CALIBRATED.onnx models/NAME.onnx [--half] [--training-of RUN/best.onnx]
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { halveDetector, updateDetector } from '../../dist/index.js';
import { readDetector } from '../../dist/model/index.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { half: { type: 'boolean' }, 'training-of': { type: 'string' } },
});
const [from, to] = positionals;
if (to === undefined) {
  console.error(
    'E_ARGUMENT: Expected a detector and a file to write: name.mjs CALIBRATED.onnx models/NAME.onnx',
  );
  process.exit(2);
}
const other = values['training-of'];
const training = other && { training: readDetector(readFileSync(other)).training };
const named = updateDetector(readFileSync(from), {
  name: basename(to, '.onnx'),
  licence: 'MIT',
  ...training,
});
writeFileSync(to, values.half ? halveDetector(named) : named);
