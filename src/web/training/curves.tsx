import { LOOK } from '../../report/charts/palette.js';
import type { EpochRecord } from '../../train/history.js';
import { useTexts } from '../text/index.js';

const WIDTH = 440;
const HEIGHT = 240;
const PLATE = { left: 54, right: WIDTH - 12, top: 12, bottom: HEIGHT - 34 };

/** Loss and accuracy by epoch, drawn anew after each. */
export function Curves({ history, epochs }: { history: readonly EpochRecord[]; epochs: number }) {
  const { train: texts } = useTexts();
  const most = Math.max(...history.flatMap(({ loss, validationLoss }) => [loss, validationLoss]));
  return (
    <div class="grid">
      <Chart
        title={texts.loss}
        domain={[0, Math.max(0.1, most)]}
        write={(value) => value.toFixed(2)}
        training={history.map(({ loss }) => loss)}
        heldOut={history.map(({ validationLoss }) => validationLoss)}
        epochs={epochs}
      />
      <Chart
        title={texts.accuracy}
        domain={[0, 1]}
        write={(value) => `${Math.round(100 * value)} %`}
        training={history.map(({ accuracy }) => accuracy)}
        heldOut={history.map(({ validationAccuracy }) => validationAccuracy)}
        epochs={epochs}
      />
    </div>
  );
}

function Chart({
  title,
  domain: [low, high],
  write,
  training,
  heldOut,
  epochs,
}: {
  title: string;
  domain: readonly [number, number];
  write: (value: number) => string;
  /** By epoch. */
  training: readonly number[];
  heldOut: readonly number[];
  epochs: number;
}) {
  const { train: texts } = useTexts();
  const x = (epoch: number): number =>
    PLATE.left + ((PLATE.right - PLATE.left) * (epoch - 1)) / Math.max(1, epochs - 1);
  const y = (value: number): number =>
    PLATE.bottom - ((PLATE.bottom - PLATE.top) * (value - low)) / (high - low);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => low + share * (high - low));
  const last = training.length;
  const series = [
    { name: texts.onTraining, values: training, color: LOOK.train.color, dash: undefined },
    { name: texts.onHeldOut, values: heldOut, color: LOOK.validation.color, dash: LOOK.validation.dash },
  ];
  return (
    <figure>
      <svg
        class="assay-chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={
          last === 0
            ? title
            : texts.curveSays(title, last, write(training[last - 1]!), write(heldOut[last - 1]!))
        }
      >
        {ticks.map((tick) => (
          <g>
            <line
              x1={PLATE.left}
              x2={PLATE.right}
              y1={y(tick)}
              y2={y(tick)}
              stroke="currentColor"
              stroke-opacity="0.15"
            />
            <text x={PLATE.left - 6} y={y(tick) + 4} text-anchor="end">
              {write(tick)}
            </text>
          </g>
        ))}
        {[1, epochs].map((epoch) => (
          <text x={x(epoch)} y={PLATE.bottom + 18} text-anchor={epoch === 1 ? 'start' : 'end'}>
            {epoch}
          </text>
        ))}
        <text x={(PLATE.left + PLATE.right) / 2} y={PLATE.bottom + 28} text-anchor="middle">
          {texts.epochAxis}
        </text>
        {series.map(({ values, color, dash }) => (
          <g>
            <polyline
              points={values.map((value, i) => `${x(i + 1)},${y(value)}`).join(' ')}
              fill="none"
              stroke={color}
              stroke-width="2.2"
              stroke-dasharray={dash}
            />
            {values.length > 0 && (
              <circle cx={x(values.length)} cy={y(values.at(-1)!)} r="3.5" fill={color} />
            )}
          </g>
        ))}
      </svg>
      <figcaption>
        <strong>{title}</strong>:{' '}
        {series.map(({ name, color, dash }) => (
          <span class="legend">
            <svg class="assay-chart" viewBox="0 0 26 8" aria-hidden="true">
              <line x1="0" x2="26" y1="4" y2="4" stroke={color} stroke-width="2.5" stroke-dasharray={dash} />
            </svg>{' '}
            {name}{' '}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
