/** Log-odds nearer to each other than this are the same. */
const SAME = 1e-5;

/**
 * Says so, in words, where a network gives every picture the same log-odds: its units have died, most often of too high a
 * rate, and its accuracy is the share of the larger class. Null where it does not, or of fewer than two pictures.
 */
export function describeDeath(logits: readonly number[]): string | null {
  const [first] = logits;
  if (first === undefined || logits.length < 2 || logits.some((logit) => Math.abs(logit - first) > SAME))
    return null;
  return `The network says the same of every picture (log-odds ${first.toFixed(2)}): it died in training, most often of too high a rate. Give a lower --schedule, or --lr-backbone where a backbone trains too.`;
}
