/** A picture to send: a file of a browser's file chooser, or bytes with the name that its verdict calls it by. */
export type ClientPicture = File | { file: string; bytes: Uint8Array<ArrayBuffer> | ArrayBuffer | Blob };

/** The body of a request that holds pictures. */
export function pictureForm(pictures: readonly ClientPicture[]): FormData {
  const form = new FormData();
  for (const picture of pictures) {
    if (picture instanceof File) form.append('file', picture, picture.name);
    else {
      const { file, bytes } = picture;
      form.append('file', bytes instanceof Blob ? bytes : new Blob([bytes]), file);
    }
  }
  return form;
}
