import type { DetectorInfo } from '../../model/detector-info.js';
import type { Picture } from '../pictures.js';
import { useTexts } from '../text/index.js';
import type { Client } from '../worker/client.js';
import type { JudgeCalls } from '../worker/protocol.js';
import { HeatMapView } from './heat-map.js';
import { Provenance } from './provenance.js';
import { States } from './states.js';
import { VerdictCard } from './verdict.js';

/** All about one picture. */
export function Result({
  picture,
  info,
  client,
}: {
  picture: Picture;
  info: DetectorInfo;
  client: Client<JudgeCalls>;
}) {
  const texts = useTexts();
  const { name, url, state, judgement, error } = picture;
  return (
    <section aria-labelledby="result-title" id="result" tabIndex={-1}>
      <h2 id="result-title" class="file-name">
        {name}
      </h2>
      {error && (
        <div class="notice blocks" role="alert">
          <p class="grade">
            {texts.failed} ({error.code})
          </p>
          <p>{error.message}</p>
        </div>
      )}
      {(state === 'waiting' || state === 'judging') && <p>{texts.judging} …</p>}
      {judgement && (
        <>
          <div class="pair">
            <figure class="picture">
              <img src={url} alt={texts.pictureAlt(name)} />
              <figcaption>
                {judgement.width} × {judgement.height}, {judgement.inspection.format.toUpperCase()}
              </figcaption>
            </figure>
            <VerdictCard judgement={judgement} info={info} />
          </div>
          <h3>{texts.provenanceTitle}</h3>
          <Provenance inspection={judgement.inspection} />
          <h3>{texts.heatTitle}</h3>
          <HeatMapView picture={picture} client={client} />
          <h3>{texts.statesTitle}</h3>
          <States picture={picture} client={client} />
        </>
      )}
    </section>
  );
}
