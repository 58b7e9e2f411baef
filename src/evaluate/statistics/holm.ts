/**
 * p-values corrected for having been many (Holm 1979): the chance of even one false finding among them all
 * stays below the level. Order is kept; null (no test was possible) stays null and does not count.
 */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const adjusted = [...pValues];
  const order = [...pValues.keys()].filter((i) => pValues[i] !== null);
  order.sort((a, b) => pValues[a]! - pValues[b]!);
  let running = 0;
  order.forEach((i, rank) => {
    running = Math.max(running, Math.min(1, pValues[i]! * (order.length - rank)));
    adjusted[i] = running;
  });
  return adjusted;
}
