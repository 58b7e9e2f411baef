// Gives a calibrated detector the name and licence that it ships with; --half stores its weights in 16 bits, --bytes in 8;
// --training-of says that it was trained as another one was, where its last run only measured statistics (average.mjs):
//   node scripts/detectors/name.mjs CALIBRATED.onnx models/NAME.onnx [--half|--bytes] [--training-of RUN/best.onnx]
// Before it is calibrated, --view area makes one that was trained on the usual view look at pictures without aliasing.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import {
  halveDetector,
  readDetector,
  shrinkDetector,
  updateDetector,
  withDetectorView,
} from '../../dist/model/index.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    half: { type: 'boolean' },
    bytes: { type: 'boolean' },
    'training-of': { type: 'string' },
    view: { type: 'string' },
  },
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
const kind = values.view;
const seen = kind ? withDetectorView(named, { kind, size: readDetector(named).view.size }) : named;
writeFileSync(to, values.bytes ? shrinkDetector(seen) : values.half ? halveDetector(seen) : seen);
