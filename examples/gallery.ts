// Looks at a data set: 16 pictures of a class as one PNG.
import { createRandom, drawGallery, loadDataset, renderGallery } from 'assay';

export async function galleryExample(data: string): Promise<Uint8Array> {
  const { samples } = await loadDataset({ root: data });
  const { items } = await drawGallery(samples, 'fake', 16, createRandom(1));
  return renderGallery(items.map(({ id, image }) => ({ image, caption: id })));
}
