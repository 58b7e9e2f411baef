import { useEffect, useState } from 'preact/hooks';
import { droppedFiles } from '../dropped-files.js';
import { useTexts } from '../text/index.js';
import { FileButton } from './file-button.js';

/** Takes pictures by drop (anywhere on the page), by paste and by choice; a detector file among them goes its way. */
export function Drop({ onFiles }: { onFiles: (files: File[]) => void }) {
  const texts = useTexts();
  const [isOver, setOver] = useState(false);

  useEffect(() => {
    const over = (event: DragEvent): void => {
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const take = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      void droppedFiles(event.dataTransfer).then((given) => {
        onFiles(given.map(({ file }) => file));
      });
    };
    const paste = (event: ClipboardEvent): void => {
      void droppedFiles(event.clipboardData).then((given) => {
        onFiles(given.map(({ file }) => file));
      });
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', take);
    document.addEventListener('paste', paste);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', take);
      document.removeEventListener('paste', paste);
    };
  }, [onFiles]);

  return (
    <div class={isOver ? 'drop over' : 'drop'}>
      <p class="drop-title">{texts.dropTitle}</p>
      <p class="muted">{texts.dropHint}</p>
      <FileButton
        label={texts.choose}
        accept="image/*,.onnx"
        testId="files"
        onFiles={onFiles}
        primary
        multiple
      />
    </div>
  );
}
