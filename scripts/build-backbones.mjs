// Converts the pretrained networks inside npm packages to ONNX under dist/backbones (docs/backbones.md).
import { buildBackbones } from '../dist/model/convert/build.js';

await buildBackbones('dist/backbones', (line) => console.log(line)).catch((error) => {
  console.error(`${error.code ?? 'E_INTERNAL'}: ${error.message}`);
  process.exitCode = 1;
});
