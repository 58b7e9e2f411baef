// A process of bench/accuracy.mjs: scores the samples it is sent in three tiers, one message a row of the list.
import { createRandom, loadDetector, namedTier, AS_GIVEN, scoreTiers } from '../../dist/index.js';

const [detectorPath, seed] = process.argv.slice(2);
const detector = await loadDetector(detectorPath);
process.on('message', async ({ key, samples }) => {
  const tiers = [AS_GIVEN, namedTier('web'), namedTier('hard')];
  const {
    tiers: scored,
    skipped,
    digests,
  } = await scoreTiers(detector, samples, tiers, {
    random: createRandom(Number(seed)),
    workers: 0,
    concurrency: 2,
  });
  process.send({ key, tiers: scored, skipped, digests: [...digests] });
});
process.on('disconnect', () => process.exit(0));
process.send('ready');
