import {
  areaView,
  centreView,
  crop,
  decodeImage,
  equalise,
  type EqualiseOptions,
  flipHorizontal,
  type Image,
  resizeLinear,
} from '../../image/index.js';
import { type Random } from '../../random.js';

/** How a training view is made of a picture. */
export interface ViewRecipe {
  /** Side of the square view, pixels. */
  size: number;
  /** `squash`: the whole picture resized to the square. `area`: without aliasing. `crop`: native pixels at a random place. */
  kind: 'squash' | 'area' | 'crop';
  /** The view shows a random part of this share of the picture's area; null, or absent: all of it. */
  part?: readonly [least: number, most: number] | null;
  /** Probability that the view is mirrored. */
  flip: number;
  /** Re-encode and rescale at random before, with the same odds for both classes; options say which. */
  equalise: boolean | EqualiseOptions;
}

/**
 * One random view of a picture's bytes, `size` × `size`. All draws come from `random`, so the same bytes and
 * generator give the same view in whatever thread. Throws E_IMAGE_*.
 */
export async function makeView(
  bytes: Uint8Array,
  recipe: ViewRecipe,
  random: Random,
  name: string,
): Promise<Image> {
  const whole: Image = await decodeImage(bytes, { name });
  const decoded = recipe.part ? randomPart(whole, recipe.part, random.fork('part')) : whole;
  const options = recipe.equalise === true ? {} : recipe.equalise;
  const history = options ? await equalise(decoded, random.fork('equalise'), options) : decoded;
  const square = recipe.kind === 'crop' ? randomCrop(history, recipe.size, random) : history;
  const view = squareOf(square, recipe);
  return random.fork('flip').next() < recipe.flip ? flipHorizontal(view) : view;
}

/** The view a picture is judged by: no chance in it; the middle where a crop is taken. Throws E_IMAGE_*. */
export async function makeFixedView(bytes: Uint8Array, recipe: ViewRecipe, name: string): Promise<Image> {
  const decoded = await decodeImage(bytes, { name });
  const { size } = recipe;
  return recipe.kind === 'crop' ? centreView(decoded, size) : squareOf(decoded, recipe);
}

function squareOf(image: Image, { kind, size }: ViewRecipe): Image {
  return kind === 'area' ? areaView(image, size) : resizeLinear(image, size, size);
}

/** A square of native pixels; a picture smaller than that gives its largest square, to be enlarged. */
function randomCrop(image: Image, size: number, random: Random): Image {
  const side = Math.min(size, image.width, image.height);
  const place = random.fork('crop');
  const left = place.int(image.width - side + 1);
  const top = place.int(image.height - side + 1);
  return crop(image, { left, top, width: side, height: side });
}

/** A part of a random share of the area, up to 4:3 wider or taller than the picture (after Szegedy et al. 2015). */
function randomPart(
  image: Image,
  [least, most]: readonly [least: number, most: number],
  random: Random,
): Image {
  const area = image.width * image.height * (least + (most - least) * random.next());
  const shape = Math.exp((random.next() - 0.5) * Math.log(4 / 3)) * Math.sqrt(image.width / image.height);
  const side = (length: number, limit: number): number => Math.max(1, Math.min(limit, Math.round(length)));
  const width = side(Math.sqrt(area) * shape, image.width);
  const height = side(Math.sqrt(area) / shape, image.height);
  const left = random.int(image.width - width + 1);
  const top = random.int(image.height - height + 1);
  return crop(image, { left, top, width, height });
}
