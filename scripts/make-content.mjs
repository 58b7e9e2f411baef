// Turns a detector that was trained with pictures of faces in the folder `fake` and other pictures in `real` into a
// content file, which tells `assay scan` whether the built-in detector of faces is to judge a picture:
//   npm run build && node scripts/make-content.mjs RUN models/content.onnx [--at 0.5]
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { contentFromDetector, readDetectorFile } from '../dist/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { at: { type: 'string', default: '0.5' } },
});
const [from, to] = positionals;
if (to === undefined) {
  console.error(
    'E_ARGUMENT: Expected a detector and a file to write: make-content.mjs RUN models/content.onnx',
  );
  process.exit(2);
}
const { bytes } = await readDetectorFile(from);
const content = contentFromDetector(bytes, { faceAtLeast: Number(values.at) });
writeFileSync(to, content);
console.log(`${to}: ${content.length} bytes, a face from a probability of ${values.at} up`);
