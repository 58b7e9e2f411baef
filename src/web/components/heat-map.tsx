import { useEffect, useRef, useState } from 'preact/hooks';
import type { Picture } from '../pictures.js';
import { useTexts } from '../text/index.js';
import type { Client } from '../worker/client.js';
import type { HeatMap, JudgeCalls } from '../worker/protocol.js';

/** The regions that speak for fake, over the picture; asked for by a button, strength by a slider. */
export function HeatMapView({ picture, client }: { picture: Picture; client: Client<JudgeCalls> }) {
  const texts = useTexts();
  const [map, setMap] = useState<HeatMap>();
  const [progress, setProgress] = useState<number>();
  const [opacity, setOpacity] = useState(60);
  const [error, setError] = useState('');
  const run = async (): Promise<void> => {
    setProgress(0);
    try {
      const bytes = await picture.read();
      setMap(
        await client.call('explain', { name: picture.name, bytes }, ({ done, total }) => {
          setProgress(done / total);
        }),
      );
    } catch (failure) {
      setError(String(failure));
    }
    setProgress(undefined);
  };
  return (
    <>
      <p class="muted">{texts.heatAbout}</p>
      {!map && progress === undefined && (
        <button type="button" onClick={() => void run()}>
          {texts.heatRun}
        </button>
      )}
      {progress !== undefined && (
        <label class="progress">
          {texts.heatWorking} <progress value={progress} />
        </label>
      )}
      {error !== '' && <p role="alert">{error}</p>}
      {map && (
        <>
          <Overlay map={map} url={picture.url} name={picture.name} opacity={opacity} />
          <label class="slider">
            {texts.heatOpacity}
            <input
              type="range"
              min={0}
              max={100}
              value={opacity}
              onInput={(event) => {
                setOpacity(Number(event.currentTarget.value));
              }}
            />
          </label>
        </>
      )}
    </>
  );
}

function Overlay({ map, url, name, opacity }: { map: HeatMap; url: string; name: string; opacity: number }) {
  const texts = useTexts();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) draw(map, canvas.current);
  }, [map]);
  const peak = map.values.indexOf(Math.max(...map.values));
  const third = (index: number, length: number): number => Math.min(2, Math.floor((3 * index) / length));
  const place = texts.place(
    third(Math.floor(peak / map.columns), map.rows),
    third(peak % map.columns, map.columns),
  );
  const { left, top, width, height } = map.view;
  const share = (value: number): string => `${100 * value}%`;
  return (
    <div class="overlay">
      <img src={url} alt={texts.pictureAlt(name)} />
      <canvas
        ref={canvas}
        role="img"
        aria-label={texts.heatAlt(place)}
        style={{
          left: share(left),
          top: share(top),
          width: share(width),
          height: share(height),
          opacity: opacity / 100,
        }}
      />
    </div>
  );
}

/** One pixel a cell, smoothed as it is enlarged: orange for fake, blue for real, clear for neither. */
function draw({ columns, rows, values }: HeatMap, canvas: HTMLCanvasElement): void {
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(columns, rows);
  const most = Math.max(1e-6, ...values.map(Math.abs));
  values.forEach((value, i) => {
    const colour = value > 0 ? [213, 94, 0] : [0, 114, 178];
    image.data.set([...colour, Math.round((255 * Math.abs(value)) / most)], 4 * i);
  });
  context.putImageData(image, 0, 0);
}
