import { expect, it } from 'vitest';
import { pictureOfLogit, tinyDetectorFile } from '../detect/testing/tiny-detector.js';
import { createSession } from '../runtime/index.js';
import { contentFromDetector, readContent } from './content-file.js';
import { runPictures } from './run-pictures.js';

it('turns a detector of faces against other pictures into a content file', async () => {
  const detector = await tinyDetectorFile();
  const bytes = contentFromDetector(detector, { faceAtLeast: 0.7 });
  expect(readContent(bytes)).toEqual({
    format: 1,
    kind: 'content',
    name: 'content',
    size: 8,
    faceAtLeast: 0.7,
  });
  const [content, whole] = await Promise.all([bytes, detector].map((file) => createSession(file)));
  for (const logit of [-2, 1]) {
    const picture = [pictureOfLogit(logit)] as const;
    const outputs = await runPictures(content!, picture);
    expect(Object.keys(outputs)).toEqual(['face']);
    expect(outputs['face']!.data[0]).toBe((await runPictures(whole!, picture))['probability']!.data[0]);
  }
  await Promise.all([content!.release(), whole!.release()]);
});

it('refuses what is no content file, and what looks at parts of a picture', async () => {
  const detector = await tinyDetectorFile();
  for (const bytes of [detector, new Uint8Array(9), new TextEncoder().encode('no model')])
    expect(() => readContent(bytes)).toThrow(expect.objectContaining({ code: 'E_DETECTOR_INVALID' }));
  const crop = await tinyDetectorFile({ view: 'crop' });
  expect(() => contentFromDetector(crop)).toThrow(expect.objectContaining({ code: 'E_ARGUMENT' }));
  expect(() => contentFromDetector(detector, { faceAtLeast: 2 })).toThrow(/from 0 to 1/);
});
