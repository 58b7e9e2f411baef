// Scored rows into figures: overall, by generator and by real source, in each tier, with intervals.
import { createRandom, groupBootstrap, summariseCell, summariseTiers, verdictOf } from '../../dist/index.js';
import { groupShare } from '../../dist/evaluate/statistics/share.js';

/** Figures of a detector on scored rows; intervals resample units, and once whole generators and sources. */
export function measure(rows, { thresholds, seed, resamples }) {
  const kept = rows.filter(({ scores }) => scores !== null);
  const random = createRandom(seed).fork('bench/accuracy');
  const settings = (label) => ({ random: random.fork(label), resamples });
  const tiers = joinTiers(kept);
  const cells = tiers.map(({ name, scored }) => ({
    tier: name,
    ...cellOf(scored, thresholds, settings(`${name}`)),
    overSources: balanced(
      scored.map((sample) => ({ ...sample, group: `${sample.label} ${sample.source}` })),
      settings(`${name}/sources`),
    ),
  }));
  const report = summariseTiers(tiers, { ...settings('tiers'), thresholds, mistakes: 12 });
  report.tiers.forEach(({ flips }, k) => (cells[k].flips = flips?.share ?? null));
  const bySource = kept.map((row) => {
    const name = `${row.set}/${row.group}`;
    const own = tiers.map((tier) => tier.scored.filter((s) => s.source === name && s.label === row.label));
    return {
      ...{ name, label: row.label, rule: row.rule, pictures: own[0].length },
      tiers: tiers.map((tier, k) => {
        const options = settings(`${row.label} ${name}/${tier.name}`);
        const right = (s) => (s.label === 'fake') === s.probability >= 0.5;
        const said = (s) => verdictOf(s.probability, thresholds);
        return {
          tier: tier.name,
          rightAtHalf: groupShare(own[k], right, options),
          rightVerdict: groupShare(own[k], (s) => said(s) === s.label, options),
          wrongVerdict: groupShare(own[k], (s) => said(s) !== s.label && said(s) !== 'inconclusive', options),
          // A generator against every real, at one half.
          balancedAgainstReals:
            row.label === 'fake'
              ? balanced([...own[k], ...tier.scored.filter((s) => s.label === 'real')], options)
              : null,
        };
      }),
    };
  });
  return {
    tiers: cells,
    bySource,
    worstMistakes: report.worstMistakes,
    missing: rows.filter(({ samples }) => samples.length === 0).map((r) => `${r.set}/${r.label}/${r.group}`),
    skipped: kept.flatMap(({ scores }) => scores.skipped),
  };
}

/** All rows' scores a tier; pictures of the same bytes are one case. */
function joinTiers(rows) {
  const unitOf = new Map();
  for (const { scores, samples } of rows) {
    const groups = new Map(samples.map(({ id, group }) => [id, group]));
    for (const [id, digest] of scores.digests) if (!unitOf.has(digest)) unitOf.set(digest, groups.get(id));
  }
  const digests = new Map(rows.flatMap(({ scores }) => scores.digests));
  return rows[0].scores.tiers.map(({ name }, k) => ({
    name,
    scored: rows.flatMap(({ scores }) =>
      scores.tiers[k].scored.map((s) => ({ ...s, group: unitOf.get(digests.get(s.id)) })),
    ),
  }));
}

function cellOf(scored, thresholds, options) {
  const { metrics, counts } = summariseCell(scored, { ...options, thresholds });
  const of = (label) => scored.filter((s) => s.label === label);
  const said = (s) => verdictOf(s.probability, thresholds);
  const decided = scored.filter((s) => said(s) !== 'inconclusive');
  return {
    counts,
    balancedAtHalf: metrics.balancedAccuracy,
    realsRightAtHalf: metrics.specificity,
    rocAuc: metrics.rocAuc,
    expectedCalibrationError: metrics.expectedCalibrationError,
    realsCalledFake: groupShare(of('real'), (s) => said(s) === 'fake', options),
    fakesCalledReal: groupShare(of('fake'), (s) => said(s) === 'real', options),
    fakesCalledFake: groupShare(of('fake'), (s) => said(s) === 'fake', options),
    inconclusive: groupShare(scored, (s) => said(s) === 'inconclusive', options),
    balancedWhereDecided: balanced(decided, options, (s) => said(s) === 'fake'),
  };
}

/** Mean of the shares of each class that are right. */
function balanced(samples, options, isCalledFake = (s) => s.probability >= 0.5) {
  const right = samples.map((s) => isCalledFake(s) === (s.label === 'fake'));
  return groupBootstrap(
    samples,
    (weights) => {
      const [hit, all] = [
        { fake: 0, real: 0 },
        { fake: 0, real: 0 },
      ];
      for (let i = 0; i < samples.length; i++) {
        all[samples[i].label] += weights[i];
        if (right[i]) hit[samples[i].label] += weights[i];
      }
      return (hit.fake / all.fake + hit.real / all.real) / 2;
    },
    options,
  );
}
