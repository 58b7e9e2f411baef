import type { EvaluationResult } from '../detect/evaluation-result.js';
import { describeDetector } from './detector-facts.js';
import { formatCount } from './format.js';
import type { EvaluationReport, Notice, Picture } from './types.js';

/**
 * What the page of an evaluation shows: the result as `evaluation.json` has it, with the floor, the audit's
 * blocking findings and warnings put before the numbers. `mistakes`: the worst ones as a grid.
 */
export function toEvaluationReport(
  result: EvaluationResult,
  { madeBy, mistakes }: { madeBy: string; mistakes?: Picture },
): EvaluationReport {
  const { detector, data, summary, tiers, sweeps, audit, worstMistakes } = result;
  const floor = audit?.floor;
  return {
    name: `${detector.name} on ${data.name}`,
    madeBy,
    notices: noticesOf(result),
    measuredOn: describeData(result),
    summary,
    ...(floor && {
      headerFloor: {
        accuracy: floor.accuracy,
        method: data.isEqualised
          ? `of the files as they were given, without new histories. ${floor.method}`
          : floor.method,
      },
    }),
    ...(tiers && { tiers }),
    ...(sweeps && { sweeps }),
    worstMistakes,
    ...(mistakes && { mistakes }),
    data: {
      name: data.name,
      fingerprint: data.fingerprint,
      counts: { [data.part?.name ?? 'all']: data.counts },
      skipped: data.skipped,
      ...(data.part && { split: { method: data.part.method } }),
    },
    detector: describeDetector(detector, detector),
  };
}

/** On what an evaluation was made, in a sentence without its full stop's capital. */
export function describeData({ data }: Pick<EvaluationResult, 'data'>): string {
  const { counts, part, isEqualised, grouping, trainedOn } = data;
  const total = counts.fake + counts.real;
  return [
    `${formatCount(total)} pictures (${formatCount(counts.real)} real, ${formatCount(counts.fake)} fake)`,
    part ? ` of the part “${part.name}”` : '',
    isEqualised ? ', each given a random new history first' : '',
    grouping === null ? '' : `, grouped by ${grouping}`,
    trainedOn === null
      ? '; whether training saw any of them is not known'
      : trainedOn === 0
        ? '; training saw none of them'
        : `; training saw ${formatCount(trainedOn)} of them`,
    '.',
  ].join('');
}

function noticesOf({ audit, warnings }: EvaluationResult): Notice[] {
  return [
    ...(audit?.findings ?? [])
      .filter(({ grade }) => grade === 'blocks')
      .map(({ grade, title, whatToDo }): Notice => ({ grade, title: `The data: ${title}`, text: whatToDo })),
    ...warnings.map(({ message }): Notice => ({ grade: 'warns', title: message })),
  ];
}
