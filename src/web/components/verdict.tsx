import type { DetectorInfo } from '../../model/detector-info.js';
import { fuse } from '../../provenance/fuse.js';
import { useTexts } from '../text/index.js';
import { percent } from '../format.js';
import type { Judgement } from '../worker/protocol.js';
import { EngineName } from './engine-name.js';

/** The answer for one picture: in words, as a bar with the thresholds, and why. */
export function VerdictCard({ judgement, info }: { judgement: Judgement; info: DetectorInfo }) {
  const texts = useTexts();
  const { verdict, reason, probability, logit, evidence, warnings } = judgement.verdict;
  const { decidedBy } = fuse(evidence.pixels.verdict, evidence.provenance);
  return (
    <div class={`verdict ${verdict}`}>
      <p class="answer" data-verdict={verdict}>
        <Mark verdict={verdict} /> {texts.verdict[verdict]}
      </p>
      <p>{texts.verdictMeans[verdict]}</p>
      <ProbabilityBar probability={probability} info={info} />
      <dl class="facts">
        <dt>{texts.why}</dt>
        <dd>{decidedBy === undefined ? texts.decidedByPixels : reason}</dd>
        <dt>{texts.probability}</dt>
        <dd>
          <span data-probability={probability}>{percent(probability)}</span>
          <span class="muted">
            {' '}
            ({texts.logit} <span data-logit={logit}>{logit.toFixed(3)}</span>)
          </span>
        </dd>
        <dt>{texts.computedWith}</dt>
        <dd>
          <EngineName engine={judgement.engine} />
        </dd>
        {evidence.pixels.verdict !== verdict && (
          <>
            <dt>{texts.pixelsSay}</dt>
            <dd>{texts.verdictShort[evidence.pixels.verdict]}</dd>
          </>
        )}
      </dl>
      {warnings.length > 0 && (
        <>
          <h4>{texts.warnings}</h4>
          <ul>
            {warnings.map(({ message }) => (
              <li>{message}</li>
            ))}
          </ul>
        </>
      )}
      <p class="muted small">
        <Promise info={info} />
      </p>
    </div>
  );
}

/** A shape for each answer, so that no colour alone tells. */
export function Mark({ verdict }: { verdict: 'fake' | 'real' | 'inconclusive' }) {
  const path = {
    fake: 'M12 2 22 21H2Z',
    real: 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20Z',
    inconclusive: 'M12 1 23 12 12 23 1 12Z',
  }[verdict];
  return (
    <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

/** The error rates that stand behind the thresholds, or that none do. */
function Promise({ info: { thresholdFit } }: { info: DetectorInfo }) {
  const texts = useTexts();
  if (thresholdFit === null) return <>{texts.noPromise}</>;
  const { falsePositives, misses } = thresholdFit;
  return <>{texts.promise(percent(falsePositives.allowed), percent(misses.allowed))}</>;
}

function ProbabilityBar({ probability, info }: { probability: number; info: DetectorInfo }) {
  const texts = useTexts();
  const { fakeAtLeast, realAtMost } = info.thresholds;
  const from = realAtMost ?? 0;
  const to = fakeAtLeast ?? 1;
  return (
    <svg
      class="bar"
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      role="img"
      aria-label={texts.probabilityOf(percent(probability))}
    >
      <rect class="ground" x="0" y="3" width="100" height="4" />
      <rect class="band-real" x="0" y="3" width={100 * Math.min(from, to)} height="4" />
      <rect class="band-fake" x={100 * to} y="3" width={100 * (1 - to)} height="4" />
      <rect
        class="needle"
        x={Math.max(0, Math.min(99, 100 * probability - 0.5))}
        y="0"
        width="1"
        height="10"
      />
    </svg>
  );
}
