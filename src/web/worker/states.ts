import type { Detector } from '../../detect/detector.js';
import { verdictOf } from '../../evaluate/calibration/verdict.js';
import { applyDegradation, type Degradation, type Image } from '../../image/index.js';
import { createRandom } from '../../random.js';
import type { StateName, StateResult } from './protocol.js';

const STATES: Readonly<Record<StateName, readonly Degradation[]>> = {
  asGiven: [],
  jpeg60: [{ kind: 'jpeg', quality: 60 }],
  half: [{ kind: 'resize', factor: 0.5 }],
};

/** Judges a picture as it is and after what the web does to pictures. */
export async function judgeStates(detector: Detector, image: Image): Promise<StateResult[]> {
  const results: StateResult[] = [];
  for (const [name, steps] of Object.entries(STATES) as [StateName, readonly Degradation[]][]) {
    const state = await applyDegradation(image, steps, createRandom(0));
    const [prediction] = await detector.predict([state]);
    const { probability } = prediction!;
    results.push({ name, probability, verdict: verdictOf(probability, detector.info.thresholds) });
  }
  return results;
}
