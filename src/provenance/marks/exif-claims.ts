import type { Claim, Contradiction } from '../claim.js';
import type { Exif } from '../metadata/exif.js';
import { cut } from '../metadata/text.js';
import { makeClaim } from './make-claim.js';

/** Makers whose models carry the maker's name, for the check that the two agree. */
const MAKERS =
  /\b(canon|nikon|sony|fujifilm|olympus|panasonic|leica|pentax|ricoh|samsung|apple|google|huawei|xiaomi|kodak|casio|sigma|hasselblad|dji|gopro)\b/i;

/** The camera that EXIF names, if make and model look like a camera's. */
export function cameraClaim(exif: Exif | undefined): Claim | undefined {
  const { Make: make, Model: model } = exif?.text ?? {};
  if (!exif || !isName(make) || !isName(model)) return undefined;
  const exposure = exposureOf(exif);
  const lens = lensOf(exif);
  const camera = model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`;
  const details = [...exposure, ...(lens ? [cut(lens, 80)] : [])];
  return makeClaim({
    source: 'exif-camera',
    statement: 'captured',
    strength: 'unsigned',
    summary: `EXIF names a camera, ${camera}${details.length > 0 ? ` (${details.join(', ')})` : ', but no exposure'}.`,
    raw: `Make = ${make}; Model = ${model}`,
    fields: {
      make,
      model,
      ...(lens !== undefined && { lens }),
      ...(exposure.length > 0 && { exposure: exposure.join(', ') }),
      ...(exif.text.DateTimeOriginal !== undefined && { taken: exif.text.DateTimeOriginal }),
      ...(exif.makerNote && { makerNote: 'present' }),
    },
  });
}

/** A short single line: a workflow or a prompt in `Make` is no maker. */
function isName(text: string | undefined): text is string {
  return text !== undefined && text.length <= 64 && !/[{}[\]"\n:]/.test(text);
}

/** Cameras with a fixed lens often leave a placeholder. */
function lensOf({ text }: Exif): string | undefined {
  const lens = text.LensModel;
  return lens === undefined || /^(n\/a|none|unknown|[^a-z0-9]*)$/i.test(lens) ? undefined : lens;
}

function exposureOf({ numbers }: Exif): string[] {
  const [time, aperture, iso] = [numbers.ExposureTime?.[0], numbers.FNumber?.[0], numbers.ISO?.[0]];
  const focal = numbers.FocalLength?.[0];
  return [
    ...(time ? [time < 0.3 ? `1/${Math.round(1 / time)} s` : `${round(time)} s`] : []),
    ...(aperture ? [`f/${round(aperture)}`] : []),
    ...(iso ? [`ISO ${iso}`] : []),
    ...(focal ? [`${round(focal)} mm`] : []),
  ];
}

/** Things in a camera's EXIF that no camera writes together. */
export function exifContradictions(exif: Exif | undefined): Contradiction[] {
  if (!exif) return [];
  const { Make: make, Model: model, LensMake: lensMake } = exif.text;
  const found: Contradiction[] = [];
  const [madeBy, modelBy] = [MAKERS.exec(make ?? '')?.[0], MAKERS.exec(model ?? '')?.[0]];
  if (isName(make) && isName(model) && madeBy && modelBy && !sameMaker(madeBy, modelBy)) {
    found.push({
      between: ['Make', 'Model'],
      summary: `EXIF says the maker is ${make}, but the model is ${model}.`,
    });
  }
  if (isPhone(make) && isName(lensMake) && MAKERS.test(lensMake) && !sameMaker(make, lensMake)) {
    found.push({
      between: ['Make', 'LensMake'],
      summary: `EXIF says the maker is ${make}, but the built-in lens is by ${lensMake}.`,
    });
  }
  const [taken, digitised] = [dateOf(exif.text.DateTimeOriginal), dateOf(exif.text.DateTime)];
  if (taken !== undefined && digitised !== undefined && digitised < taken - DAY) {
    found.push({
      between: ['DateTimeOriginal', 'DateTime'],
      summary: `EXIF says the file was last changed on ${exif.text.DateTime ?? ''}, before the picture was taken on ${exif.text.DateTimeOriginal ?? ''}.`,
    });
  }
  return [...found, ...impossibleExposure(exif)];
}

/** Cameras clocks differ by hours (time zones), not by more than a day. */
const DAY = 86_400_000;

function impossibleExposure({ numbers }: Exif): Contradiction[] {
  const bounds: [string, number, number][] = [
    ['ExposureTime', 1e-6, 86_400],
    ['FNumber', 0.5, 130],
    ['FocalLength', 0.5, 6_000],
  ];
  return bounds.flatMap(([name, low, high]) => {
    const value = numbers[name]?.[0];
    // Zero is how cameras say that they do not know, with an adapted lens for one.
    if (value === undefined || value === 0 || (value >= low && value <= high)) return [];
    return [{ between: [name], summary: `EXIF ${name} is ${round(value)}, which no camera can have.` }];
  });
}

function isPhone(make: string | undefined): make is string {
  return make !== undefined && /^(apple|google|samsung|huawei|xiaomi)$/i.test(make);
}

function sameMaker(a: string, b: string): boolean {
  const family = (name: string): string => {
    const maker = (MAKERS.exec(name)?.[0] ?? name).toLowerCase();
    return maker === 'ricoh' ? 'pentax' : maker; // Ricoh sells Pentax cameras
  };
  return family(a) === family(b);
}

/** "2011:07:30 15:41:25" as milliseconds; undefined for what is not a date. */
function dateOf(text: string | undefined): number | undefined {
  const match = /^(\d{4}):(\d{2}):(\d{2}) (\d{2}):(\d{2}):(\d{2})/.exec(text ?? '');
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  const time = Date.UTC(year!, month! - 1, day, hour, minute, second);
  return year! > 1900 ? time : undefined;
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}
