// Trains the published recipe on a folder that holds real/ and fake/, and prints what it came to.
//   node examples/train.js DATA OUT    (after npm run build; here run by the tests)
import { recipeConfig, train } from 'assay';

export async function trainExample(data: string, out: string): Promise<string> {
  const config = { ...recipeConfig({ root: data }, 1), epochs: 3, size: 64, seed: 7 };
  const { folder, result } = await train(config, {
    out,
    onEpochEnd: ({ epoch, validationAccuracy }) => console.log(`epoch ${epoch + 1}: ${validationAccuracy}`),
  });
  console.log(`${result.predictions.length} held-out pictures, detector ${result.detector?.sha256}`);
  return folder;
}
