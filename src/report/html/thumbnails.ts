import type { AuditReport, Thumbnail } from '../../dataset/audit/types.js';
import { type Html, html } from './html.js';

/** Small pictures by sample id, with their ids below; an id without a picture is named all the same. */
export function thumbnails(ids: readonly string[], pictures: AuditReport['thumbnails']): Html | null {
  if (ids.length === 0) return null;
  return html`<ul class="thumbs">
    ${ids.map((id) => html`<li>${thumbnail(Object.hasOwn(pictures, id) ? pictures[id] : undefined, id)}${id}</li>`)}
  </ul>`;
}

/** One small picture, or a box that says there is none. */
export function thumbnail(picture: Thumbnail | undefined, alt: string): Html {
  if (!picture || !/^[A-Za-z0-9+/=]*$/.test(picture.base64))
    return html`<span class="none">no picture</span>`;
  return html`<img
    src="data:${picture.mediaType === 'image/png' ? 'image/png' : 'image/jpeg'};base64,${picture.base64}"
    alt="${alt}"
  />`;
}
